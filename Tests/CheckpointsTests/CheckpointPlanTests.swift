import TensorFiles
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct CheckpointPlanTests {
  private func plan(_ shapes: [(String, [Int])], _ manifest: ModelManifest = .init()) throws -> CheckpointPlan {
    let folder = try TemporaryFolder()
    let path = try folder.write(safetensorsBytes(shapes: shapes), "m.safetensors")
    return CheckpointPlan(of: try TensorFiles.open(path), manifest: manifest)
  }

  @Test("natural order: layer 10 after layer 2") func naturalOrder() throws {
    let plan = try plan([("10.weight", [2, 5]), ("10.bias", [2]), ("2.weight", [5, 4]), ("0.weight", [4, 3])])
    #expect(plan.layers.map(\.name) == ["0", "2", "10"] && plan.obstacle == nil)
    #expect(plan.layers[2].bias?.tensor.name == "10.bias" && plan.layers[0].bias == nil)
  }

  @Test("Keras kernels are (in × out)") func kernels() throws {
    let plan = try plan([("dense/kernel", [3, 4]), ("dense/bias", [4]), ("dense_1/kernel", [4, 2])])
    #expect(plan.layers.map(\.layout) == [.inOut, .inOut] && plan.layers.map(\.outputs) == [4, 2])
  }

  @Test("(in × out) is found by the chain where names do not tell") func chainTellsLayout() throws {
    let plan = try plan([("W0", [3, 4]), ("W1", [4, 2])])
    #expect(plan.layers.map(\.layout) == [.inOut, .inOut] && plan.layers.map(\.name) == ["W0", "W1"])
  }

  @Test("(in × out) of one layer is found by its bias") func biasTellsLayout() throws {
    #expect(try plan([("W0", [3, 4]), ("b0", [4])]).layers[0].layout == .inOut)
    #expect(try plan([("W0", [3, 4]), ("b0", [3])]).layers[0].layout == .outIn)
  }

  @Test("square matrices without a hint are ambiguous; the config settles it") func ambiguousLayout() throws {
    let shapes = [("W0", [4, 4]), ("W1", [4, 4])]
    #expect(try plan(shapes).obstacle == .order(.ambiguousLayout))
    #expect(try plan(shapes, ModelManifest(layout: .inOut)).layers.map(\.layout) == [.inOut, .inOut])
    #expect(try plan([("0.weight", [4, 4]), ("1.weight", [4, 4])]).obstacle == nil)
  }

  @Test("names without order: the only chain is taken") func chain() throws {
    let plan = try plan([("output.weight", [2, 5]), ("hidden.weight", [5, 4]), ("input.weight", [4, 3])])
    #expect(plan.layers.map(\.name) == ["input", "hidden", "output"] && plan.obstacle == nil)
    #expect(plan.coverage.contains { $0.reason.contains("the only order in which the shapes chain") })
  }

  @Test("several chains are refused with the line to put into the config; the config settles it") func ambiguousOrder()
    throws
  {
    let shapes = [("z.weight", [4, 3]), ("a.weight", [4, 4]), ("b.weight", [4, 4]), ("c.weight", [2, 4])]
    let obstacle = try plan(shapes).obstacle
    #expect(obstacle == .order(.ambiguousOrder(["a", "b", "c", "z"])))
    let settled = try plan(shapes, ModelManifest(layers: ["z", "b", "a", "c"]))
    #expect(settled.obstacle == nil && settled.layers.map(\.name) == ["z", "b", "a", "c"])
  }

  @Test("20000 layers whose names give no order: no search that is as deep and as long") func manyLayersWithoutOrder()
    throws
  {
    let names = (0..<20_000).map { String(UInt32($0), radix: 2).replacing("0", with: "a").replacing("1", with: "b") }
    let obstacle = try plan(names.enumerated().map { ("\($1).weight", [$0 % 3 + 1, 1]) }).obstacle
    #expect(obstacle == .order(.tooManyToSearch(naturallySorted(names, by: \.self))))
  }

  @Test("the alphabet is no order: classifier, encoder, fc of one shape are refused") func words() throws {
    let shapes = [("encoder.weight", [4, 4]), ("fc.weight", [4, 4]), ("classifier.weight", [4, 4])]
    #expect(try plan(shapes).obstacle == .order(.ambiguousOrder(["classifier", "encoder", "fc"])))
  }

  @Test("numbers of one stem are an order: fc1 before fc2, though both fit; the head comes where it fits")
  func numbersWithinStem() throws {
    let plan = try plan([("head.weight", [2, 4]), ("fc2.weight", [4, 4]), ("fc1.weight", [4, 4])])
    #expect(plan.layers.map(\.name) == ["fc1", "fc2", "head"] && plan.obstacle == nil)
  }

  @Test("a chain without hints fits from the other end in the other layout: refused unless a bias or the config tells")
  func reversed() throws {
    let shapes = [("in_w", [4, 8]), ("mid_w", [8, 6]), ("out_w", [6, 3])]
    #expect(try plan(shapes).obstacle == .order(.ambiguousLayout))
    let told = try plan(shapes, ModelManifest(layout: .inOut))
    #expect(told.layers.map(\.name) == ["in", "mid", "out"] && told.obstacle == nil)
    #expect(try plan(shapes + [("in_b", [8])]).layers.map(\.name) == ["in", "mid", "out"])
  }

  @Test("an empty list of layers is refused") func noLayers() throws {
    #expect(try plan([("0.weight", [4, 3])], ModelManifest(layers: [], layout: .outIn)).obstacle != nil)
  }

  @Test("shapes that do not chain name both tensors and both numbers") func broken() throws {
    let obstacle = try plan([("0.weight", [4, 3]), ("2.weight", [2, 5])]).obstacle
    guard case .order(let error)? = obstacle else {
      Issue.record("accepted")
      return
    }
    #expect("\(error)" == "layers do not chain: 0.weight has 4 outputs, 2.weight expects 5 inputs")
  }

  @Test("a bias of another length is refused") func biasLength() throws {
    #expect(
      try plan([("0.weight", [4, 3]), ("0.bias", [5])]).obstacle
        == .order(.biasLength(bias: "0.bias", entries: 5, outputs: 4)))
  }

  @Test("a layer that the config names and the file lacks") func unknownLayer() throws {
    #expect(
      try plan([("0.weight", [4, 3])], ModelManifest(layers: ["1"])).obstacle
        == .order(.unknownLayer("1", known: ["0"])))
  }

  @Test("BatchNorm and convolutions make no dense network; their matrices are kept for norms") func foreign() throws {
    let batchNorm = try plan([("0.weight", [4, 3]), ("1.weight", [4]), ("2.weight", [2, 4])])
    #expect(batchNorm.obstacle == .foreignTensors("1.weight of shape [4] is no part of a dense layer"))
    #expect(batchNorm.layers.count == 2)
    let convolution = try plan([("conv.weight", [8, 3, 3, 3]), ("fc.weight", [2, 8])])
    #expect(convolution.obstacle == .foreignTensors("conv.weight of shape [8, 3, 3, 3] is no part of a dense layer"))
  }

  @Test("every tensor has a line in the coverage") func coverage() throws {
    let path = Fixtures.url("interop/safetensors/dtypes.safetensors").path
    let file = try TensorFiles.open(path)
    let plan = CheckpointPlan(of: file, manifest: .init())
    #expect(plan.coverage.map(\.tensor) == file.tensors.map(\.name))
    #expect(plan.coverage.first { $0.tensor == "f8e4m3" }?.reason == "elements of type F8_E4M3 are not read")
    #expect(plan.coverage.first { $0.tensor == "i64" }?.status == .skipped)
  }
}
