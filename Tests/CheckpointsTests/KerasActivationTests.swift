import Networks
import TensorFiles
import Testing

@testable import Checkpoints

@Suite struct KerasActivationTests {
  private func step(_ json: String, isVector: Bool = true) throws -> NetworkStep.Kind? {
    try KerasActivation.step(of: JSONTree(parsing: json), layer: "a", isVector: isVector)
  }

  @Test(
    "names",
    arguments: [
      ("relu", .relu), ("relu6", .relu6), ("sigmoid", .sigmoid), ("softplus", .softplus), ("tanh", .tanh),
      ("elu", .elu),
      ("gelu", .gelu), ("silu", .silu), ("swish", .silu),
    ] as [(String, Activation)])
  func names(name: String, activation: Activation) throws {
    #expect(try step("\"\(name)\"") == .activation(activation))
  }

  @Test("linear is no step, softmax is a tail") func ends() throws {
    #expect(try step("\"linear\"") == nil && step("null") == nil)
    #expect(try step("\"softmax\"") == .tail)
    #expect(throws: KerasFault("activation softmax at layer a")) { try step("\"softmax\"", isVector: false) }
  }

  @Test(
    "objects",
    arguments: [
      (#"{"class_name": "ReLU", "config": {}}"#, .relu),
      (#"{"class_name": "ReLU", "config": {"max_value": 6}}"#, .relu6),
      (#"{"class_name": "ReLU", "config": {"max_value": 1.5}}"#, .clip(lower: 0, upper: 1.5)),
      (#"{"class_name": "LeakyReLU", "config": {"negative_slope": 0.01}}"#, .leakyReLU),
      (#"{"class_name": "LeakyReLU", "config": {"alpha": 0.01}}"#, .leakyReLU),
      (#"{"class_name": "function", "config": "tanh", "module": "keras.activations"}"#, .tanh),
    ] as [(String, Activation)])
  func objects(json: String, activation: Activation) throws { #expect(try step(json) == .activation(activation)) }

  @Test(
    "what is not computed alike is refused",
    arguments: [
      "\"leaky_relu\"", "\"selu\"", "\"mine\"", "3", "[]", "{}", #"{"class_name": "PReLU", "config": {}}"#,
      #"{"class_name": "ReLU", "config": {"threshold": 1.0}}"#,
      #"{"class_name": "ReLU", "config": {"negative_slope": 0.1}}"#,
      #"{"class_name": "ReLU", "config": {"max_value": -1}}"#, #"{"class_name": "LeakyReLU", "config": {}}"#,
      #"{"class_name": "ELU", "config": {"alpha": 2}}"#, #"{"class_name": "Softmax", "config": {"axis": 2}}"#,
      #"{"class_name": "function", "config": "relu", "module": "builtins"}"#,
      #"{"class_name": "ReLU", "registered_name": "mine>ReLU", "config": {}}"#,
      #"{"class_name": "ReLU", "config": {"max_value": {"type": "ndarray", "value": 6}}}"#,
      #"{"class_name": "ReLU", "config": {"negative_slope": "0.01"}}"#,
      #"{"class_name": "ReLU", "config": {"threshold": [1]}}"#,
      #"{"class_name": "ReLU", "config": {"max_value": NaN}}"#,
      #"{"class_name": "LeakyReLU", "config": {"negative_slope": [], "alpha": 0.01}}"#,
    ])
  func refused(json: String) { #expect(throws: KerasFault.self) { try step(json) } }
}
