import Networks
import TensorFiles
import Testing

@testable import Checkpoints

@Suite struct StepSequenceTests {
  private func tensor(_ name: String, _ shape: [Int]) -> TensorDescription {
    TensorDescription(name: name, elementType: .float64, storedType: "F64", shape: shape)
  }
  private func linear(_ name: String, _ outputs: Int, _ inputs: Int) -> NetworkStep {
    NetworkStep(name: name, kind: .linear(.stored(tensor(name, [outputs, inputs]), .outIn), bias: nil))
  }
  private func step(_ name: String, _ kind: NetworkStep.Kind) -> NetworkStep { NetworkStep(name: name, kind: kind) }
  private func sequence(_ steps: [NetworkStep]) -> StepSequence { StepSequence(StepReading(steps: steps)) }
  private let relu = NetworkStep(name: "r", kind: .activation(.relu))
  private let double = ScaleAndShift(.constants(scale: .number(2), shift: .number(1)))

  @Test("linear, ρ, linear: two layers") func plain() {
    let found = sequence([linear("a", 3, 2), relu, linear("b", 2, 3)])
    #expect(found.layers.map(\.label) == ["a", "b"] && found.activation == .relu && found.obstacle == nil)
  }

  @Test("scales go into the linear step of their stretch, inputs from the last to the first") func folding() {
    let order = [1, 0]
    let found = sequence([
      step("s", .scaleAndShift(double)), step("p", .reorder(order)), linear("a", 2, 2),
      step("t", .scaleAndShift(double)),
      step("q", .reorder(order)), relu, step("u", .scaleAndShift(double)), linear("b", 2, 2),
    ])
    #expect(found.obstacle == nil)
    #expect(
      found.layers[0].adjustments == [.inputOrder(order), .inputs(double), .outputs(double), .outputOrder(order)])
    #expect(found.layers[1].adjustments == [.inputs(double)])
    #expect(found.remarks.first == "s is folded into the linear step after it")
  }

  @Test("what comes after the logits and keeps their order is left out", arguments: [Activation.relu, .sigmoid, .tanh])
  func trailing(_ ρ: Activation) {
    let found = sequence([linear("a", 3, 2), relu, linear("b", 2, 3), step("end", .activation(ρ))])
    #expect(found.obstacle == nil && found.activation == .relu && found.layers.count == 2)
    #expect(found.remarks == ["end is left out: errors and margins are those of the logits before it"])
    let tail = sequence([linear("a", 2, 2), step("Softmax", .tail)])
    #expect(tail.obstacle == nil && tail.activation == nil && tail.layers.count == 1)
  }

  @Test("each obstacle names its steps") func obstacles() {
    func obstacle(_ steps: NetworkStep...) -> String? { sequence(steps).obstacle }
    #expect(obstacle(linear("a", 2, 2), linear("b", 2, 2)) == "there is no activation between a and b")
    #expect(
      obstacle(linear("a", 2, 2), relu, linear("b", 2, 2), step("s", .activation(.sigmoid)), linear("c", 2, 2))
        == "hidden layers have different activations: relu at r, sigmoid at s")
    #expect(obstacle(relu, linear("a", 2, 2)) == "r has no linear step before it")
    #expect(
      obstacle(linear("a", 2, 2), step("Softmax", .tail), linear("b", 2, 2))?.hasPrefix("b comes after Softmax") == true
    )
    #expect(obstacle(linear("a", 2, 2), step("g", .activation(.gelu)))?.contains("not monotone") == true)
    #expect(
      obstacle(linear("a", 2, 2), step("m", .unsupported("operator MaxPool at node m"))) == "operator MaxPool at node m"
    )
    #expect(obstacle() == "there is no linear step with a constant matrix")
    #expect(
      obstacle(step("p", .reorder([0, 0])), linear("a", 2, 2)) == "a: an order of 2 for 2 inputs")
    #expect(
      obstacle(linear("a", 2, 2), relu, step("s", .scaleAndShift(double)))?.contains("ends with a scale") == true)
  }

  @Test("a convolution with one tap for each channel is folded into the linear step beside it") func channelScale() {
    let map = Convolution(
      kernel: tensor("k", [1, 1, 1]), inputChannels: 1, inputSides: [2], strides: [1], dilations: [1],
      padding: [(0, 0)], groups: 1)
    let scale = step("c", .linear(.convolution(map), bias: BiasSource(tensor("b", [1]), repeats: 2)))
    let folded = ScaleAndShift(
      .constants(scale: .tensor(map.kernel), shift: .tensor(tensor("b", [1]))), repeats: 2)
    let before = sequence([step("p", .reorder([1, 0])), scale, linear("a", 2, 2)])
    #expect(before.obstacle == nil && before.layers.map(\.label) == ["a"])
    #expect(before.layers[0].adjustments == [.inputs(folded), .inputOrder([1, 0])])
    let after = sequence([linear("a", 2, 2), scale])
    #expect(after.obstacle == nil && after.layers[0].adjustments == [.outputs(folded)])
    // With an activation behind it, it is a layer like others.
    #expect(sequence([scale, relu, linear("a", 2, 2)]).layers.count == 2)
  }

  @Test("many large convolutions of a few bytes are refused together") func expansion() {
    let map = Convolution(
      kernel: tensor("k", [1, 1, 1]), inputChannels: 1, inputSides: [4096], strides: [1], dilations: [1],
      padding: [(0, 0)], groups: 1)
    let conv = step("c", .linear(.convolution(map), bias: nil))
    let found = sequence([conv, relu, conv, relu, linear("a", 2, 4096)])
    #expect(
      found.obstacle == "the matrices of its layers have 33562624 entries in all, more than 16809988")
    #expect(found.layers.map(\.label) == ["a"])
  }

  @Test("a matrix that is used over and over counts once for norms, and a thousand layers are enough") func reuse() {
    let many = (0..<1001).flatMap { _ in [linear("a", 2, 2), relu] } + [linear("a", 2, 2)]
    let found = sequence(many)
    #expect(found.obstacle == "1002 layers; at most 1000 are analysed" && found.layers.count == 1)
  }

  @Test("matrices beyond an obstacle are kept for their norms") func beyond() {
    let found = sequence([linear("a", 2, 2), step("m", .unsupported("operator MaxPool at node m")), linear("b", 2, 5)])
    #expect(found.layers.map(\.label) == ["a", "b"] && found.obstacle == "operator MaxPool at node m")
  }
}
