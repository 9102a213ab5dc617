import MatrixNorms
import TensorFiles
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct LayerValuesTests {
  /// A file with W = [[1, 2], [3, 4]], β = (5, 6) and vectors to fold.
  private func file() throws -> any TensorFile {
    let folder = try TemporaryFolder()
    let tensors: [(String, [Int], [Double])] = [
      ("W", [2, 2], [1, 2, 3, 4]), ("b", [2], [5, 6]), ("s", [2], [10, 100]), ("t", [2], [1, -1]),
      ("μ", [2], [1, 2]), ("v", [2], [4, 16]), ("g", [2, 1], [10, 13]), ("rows", [2, 2], [3, 4, 5, 12]),
      ("one", [], [7]), ("k", [1, 1, 2], [1, 2]),
    ]
    return try TensorFiles.open(
      try folder.write(safetensorsBytes(tensors.map { (name: $0, shape: $1, values: $2) }), "m.safetensors"))
  }

  private func values(
    _ source: ((String) throws -> TensorDescription) throws -> WeightSource, bias: BiasSource? = nil,
    adjusted adjustments: ((String) throws -> TensorDescription) throws -> [LayerAdjustment] = { _ in [] }
  ) throws -> (Matrix, [Double]?) {
    let file = try file()
    let named: (String) throws -> TensorDescription = { try file.tensor(named: $0) }
    var plan = LayerPlan(name: "l", label: "l", source: try source(named), bias: bias)
    plan.adjustments = try adjustments(named)
    #expect(plan.fault == nil)
    let values = try LayerValues(plan, from: file)
    let β = values.bias
    return (values.takeMatrix(), β)
  }

  private func bias(factor: Double = 1) throws -> BiasSource {
    BiasSource(try file().tensor(named: "b"), factor: factor)
  }

  @Test("alpha 2, beta 3, (in × out): W = 2 [[1, 3], [2, 4]], β = 3 (5, 6)") func factors() throws {
    let (W, β) = try values({ .stored(try $0("W"), .inOut, factor: 2) }, bias: try bias(factor: 3))
    #expect(W == Matrix([[2, 6], [4, 8]]) && β == [15, 18])
  }

  @Test("one number as bias stands for all outputs") func scalarBias() throws {
    let one = BiasSource(try file().tensor(named: "one"))
    #expect(try values({ .stored(try $0("W"), .outIn) }, bias: one).1 == [7, 7])
  }

  @Test("outputs s ⊙ (W z + β) + t: rows times 10 and 100, β = (51, 599)") func outputs() throws {
    let (W, β) = try values(
      { .stored(try $0("W"), .outIn) }, bias: try bias(),
      adjusted: {
        [.outputs(ScaleAndShift(.constants(scale: .tensor(try $0("s")), shift: .tensor(try $0("t")))))]
      })
    #expect(W == Matrix([[10, 20], [300, 400]]) && β == [51, 599])
  }

  @Test("inputs W (s ⊙ z + t) + β: columns times 10 and 100, β + W (1, −1) = (4, 5)") func inputs() throws {
    let (W, β) = try values(
      { .stored(try $0("W"), .outIn) }, bias: try bias(),
      adjusted: {
        [.inputs(ScaleAndShift(.constants(scale: .tensor(try $0("s")), shift: .tensor(try $0("t")))))]
      })
    #expect(W == Matrix([[10, 200], [30, 400]]) && β == [4, 5])
  }

  @Test("batch normalization with σ² + ε = (4, 16): s = (5, 25), t = (1, −1) − s ⊙ (1, 2) = (−4, −51)") func batchNorm()
    throws
  {
    let (W, β) = try values(
      { .stored(try $0("W"), .outIn) },
      adjusted: {
        [
          .outputs(
            ScaleAndShift(
              .batchNormalization(
                scale: try $0("s"), shift: try $0("t"), mean: try $0("μ"), variance: try $0("v"), epsilon: 0)))
        ]
      })
    #expect(W == Matrix([[5, 10], [75, 100]]) && β == [-4, -51])
  }

  @Test("division by (10, 100) on the inputs") func reciprocal() throws {
    let (W, β) = try values(
      { .stored(try $0("W"), .outIn) },
      adjusted: {
        [.inputs(ScaleAndShift(.constants(scale: .reciprocal(try $0("s")), shift: nil)))]
      })
    #expect(W == Matrix([[1 * (1 / 10), 2 * (1 / 100)], [3 * (1 / 10), 4 * (1 / 100)]]) && β == nil)
  }

  @Test("W z' with z'₀ = z₁, z'₁ = z₀: columns swap; outputs in another order: rows and β swap") func orders() throws {
    #expect(
      try values({ .stored(try $0("W"), .outIn) }, adjusted: { _ in [.inputOrder([1, 0])] }).0
        == Matrix([[2, 1], [4, 3]]))
    let (W, β) = try values(
      { .stored(try $0("W"), .outIn) }, bias: try bias(), adjusted: { _ in [.outputOrder([1, 0])] })
    #expect(W == Matrix([[3, 4], [1, 2]]) && β == [6, 5])
  }

  @Test("a cycle of three is undone by its inverse, not by itself") func cycle() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(safetensorsBytes([(name: "W", shape: [1, 3], values: [1, 2, 3])]), "m.safetensors")
    let file = try TensorFiles.open(path)
    var plan = LayerPlan(name: "l", label: "l", source: .stored(try file.tensor(named: "W"), .outIn))
    // z'_i = z_{order[i]}: 1 z₁ + 2 z₂ + 3 z₀.
    plan.adjustments = [.inputOrder([1, 2, 0])]
    #expect(try LayerValues(plan, from: file).elements == [3, 1, 2])
  }

  @Test("weight_norm: 10 (3, 4)/5 = (6, 8), 13 (5, 12)/13 = (5, 12)") func weightNorm() throws {
    let (W, _) = try values { .weightNorm(magnitude: try $0("g"), direction: try $0("rows")) }
    #expect(relativeDifference(W[0, 0], 6) < 1e-15 && relativeDifference(W[0, 1], 8) < 1e-15)
    #expect(relativeDifference(W[1, 0], 5) < 1e-15 && relativeDifference(W[1, 1], 12) < 1e-15)
  }

  @Test("weight_norm with one g for all: v g / ‖v‖_F") func weightNormOfAll() {
    #expect(LayerValues.normalized([3, 0, 0, 4], columns: 2, magnitudes: [5]) == [3, 0, 0, 4])
  }

  @Test("a convolution's channels: bias and scale repeat over the positions") func channels() throws {
    let file = try file()
    let kernel = try file.tensor(named: "k")
    let convolution = Convolution(
      kernel: kernel, inputChannels: 1, inputSides: [3], strides: [1], dilations: [1], padding: [(0, 0)], groups: 1)
    var plan = LayerPlan(
      name: "c", label: "k", source: .convolution(convolution),
      bias: BiasSource(try file.tensor(named: "one"), repeats: 2))
    plan.adjustments = [.outputs(ScaleAndShift(.constants(scale: .number(2), shift: nil), repeats: 2))]
    #expect(plan.fault == nil)
    let values = try LayerValues(plan, from: file)
    #expect(values.elements == [2, 4, 0, 0, 2, 4] && values.bias == [14, 14])
  }

  @Test("tensors that do not fit are faults before anything is read") func faults() throws {
    let file = try file()
    let W = try file.tensor(named: "W")
    func fault(_ bias: BiasSource?, _ adjustments: [LayerAdjustment] = []) -> String? {
      var plan = LayerPlan(name: "l", label: "l", source: .stored(W, .outIn), bias: bias)
      plan.adjustments = adjustments
      return plan.fault
    }
    #expect(fault(BiasSource(W)) == "W has 4 entries for 2 outputs")
    #expect(fault(BiasSource(try file.tensor(named: "b"), repeats: 0)) == "b has 2 entries for 2 outputs")
    let s = try file.tensor(named: "s")
    #expect(
      fault(nil, [.inputs(ScaleAndShift(.constants(scale: .tensor(W), shift: nil)))]) == "4 coefficients for 2 entries")
    #expect(
      fault(nil, [.inputs(ScaleAndShift(.constants(scale: .tensor(s), shift: nil), repeats: .max))])
        == "2 coefficients for 2 entries")
    let mixed = ScaleAndShift(.batchNormalization(scale: W, shift: nil, mean: s, variance: s, epsilon: 0))
    #expect(fault(nil, [.outputs(mixed)]) == "vectors of [2, 4] entries in one batch normalization")
    #expect(fault(nil, [.outputOrder([0])]) == "an order of 1 for 2 outputs")
    let wrong = WeightSource.weightNorm(magnitude: W, direction: W)
    #expect(LayerPlan(name: "l", label: "l", source: wrong).fault?.contains("not by rows") == true)
  }
}
