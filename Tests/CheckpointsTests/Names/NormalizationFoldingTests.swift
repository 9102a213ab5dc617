import TensorFiles
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct NormalizationFoldingTests {
  private static func batchNorm(_ name: String, _ width: Int) -> [(String, [Int])] {
    ["weight", "bias", "running_mean", "running_var"].map { ("\(name).\($0)", [width]) }
  }

  private func plan(_ shapes: [(String, [Int])], _ manifest: ModelManifest = .init()) throws -> CheckpointPlan {
    let folder = try TemporaryFolder()
    let path = try folder.write(safetensorsBytes(shapes: shapes), "m.safetensors")
    return CheckpointPlan(of: try TensorFiles.open(path), manifest: manifest)
  }

  @Test("0 linear, 1 normalization, 3 linear: before the activation") func before() throws {
    let plan = try plan([("0.weight", [4, 3]), ("3.weight", [2, 4])] + Self.batchNorm("1", 4))
    #expect(plan.obstacle == nil)
    guard case .outputs? = plan.layers[0].adjustments.first else {
      Issue.record("not folded into the outputs of layer 0")
      return
    }
    #expect(plan.layers[1].adjustments.isEmpty)
    #expect(
      plan.remarks == [
        "layers in natural name order",
        "batch normalization 1 stands before the activation, folded into layer 0 (by its number); its ε is 1e-05 (assumed)",
      ])
    #expect(plan.coverage.first { $0.tensor == "1.running_var" }?.reason == "folded into layer 1")
  }

  @Test("0 linear, 2 normalization, 3 linear: after the activation") func after() throws {
    let plan = try plan([("0.weight", [4, 3]), ("3.weight", [2, 4])] + Self.batchNorm("2", 4))
    #expect(plan.obstacle == nil && plan.layers[0].adjustments.isEmpty)
    guard case .inputs? = plan.layers[1].adjustments.first else {
      Issue.record("not folded into the inputs of layer 3")
      return
    }
  }

  @Test("names without numbers have no certain place; the config gives one") func named() throws {
    let shapes = [("fc1.weight", [4, 3]), ("fc2.weight", [2, 4])] + Self.batchNorm("fc1_bn", 4)
    guard case .structure(let reason)? = try plan(shapes).obstacle else {
      Issue.record("accepted")
      return
    }
    #expect(reason.contains("batch_norm: before_activation"))
    let settled = try plan(shapes, ModelManifest(batchNorm: .after, batchNormEpsilon: 0.001))
    #expect(settled.obstacle == nil && settled.layers[1].adjustments.count == 1)
    #expect(settled.remarks[1].hasSuffix("(config); its ε is 0.001 (config)"))
  }

  @Test("bn1 stands behind fc1, bn2 behind fc2, whatever the alphabet says") func paired() throws {
    let shapes =
      [("fc1.weight", [4, 4]), ("fc2.weight", [4, 4]), ("fc3.weight", [2, 4])] + Self.batchNorm("bn1", 4)
      + Self.batchNorm("bn2", 4)
    let before = try plan(shapes, ModelManifest(batchNorm: .before))
    #expect(before.obstacle == nil && before.layers.map(\.adjustments.count) == [1, 1, 0])
    let after = try plan(shapes, ModelManifest(batchNorm: .after))
    #expect(after.obstacle == nil && after.layers.map(\.adjustments.count) == [0, 1, 1])
    let unpaired = try plan(shapes + Self.batchNorm("norm", 4), ModelManifest(batchNorm: .before))
    #expect(
      unpaired.obstacle
        == .structure("names do not tell which layer each batch normalization belongs to; export to ONNX"))
  }

  @Test("a normalization of the input and one of the logits have one place each") func ends() throws {
    let shapes = [("1.weight", [4, 3]), ("3.weight", [2, 4])]
    let input = try plan(shapes + Self.batchNorm("0", 3), ModelManifest(batchNorm: .before))
    #expect(input.obstacle == nil && input.layers.map(\.adjustments.count) == [1, 0])
    let logits = try plan(shapes + Self.batchNorm("4", 2))
    #expect(logits.obstacle == nil && logits.layers.map(\.adjustments.count) == [0, 1])
  }

  @Test("0, 1, 2 leave no room for an activation") func noRoom() throws {
    let plan = try plan([("0.weight", [4, 3]), ("2.weight", [2, 4])] + Self.batchNorm("1", 4))
    #expect(plan.obstacle != nil && plan.layers.count == 2)
  }

  @Test("as many channels as the layer has outputs, or none") func width() throws {
    let plan = try plan([("0.weight", [4, 3]), ("3.weight", [2, 4])] + Self.batchNorm("1", 5))
    #expect(plan.obstacle == .structure("0: 5 channels for 4 entries"))
  }
}
