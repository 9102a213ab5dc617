import Networks
import TensorFiles
import TestSupport
import Testing

@testable import Checkpoints

private struct Reference: Decodable {
  let rows: [[Double]]
  let logits: [[Double]]
}

private struct NoKeras: Error {}

/// The steps of a Keras file.
private func reading(_ name: String) throws -> (StepReading, any TensorFile) {
  let file = try TensorFiles.open(Fixtures.url("interop/keras/\(name)").path)
  guard case .keras(let description) = file.structure else { throw NoKeras() }
  return (KerasSteps.reading(description, tensors: file.tensors), file)
}

/// The steps of a configuration with one layer more than a dense one, on made-up tensors.
private func reading(
  layers: String, tensors: [(String, [Int])] = [], weights: [String: [String]] = [:], kind: String = "Sequential",
  rest: String = ""
) -> StepReading {
  KerasSteps.reading(
    KerasDescription(
      configuration: #"{"class_name": "\#(kind)", "config": {"layers": [\#(layers)]\#(rest)}}"#, weights: weights),
    tensors: tensors.map { TensorDescription(name: $0.0, elementType: .float32, storedType: "f4", shape: $0.1) })
}

private func reason(_ reading: StepReading) -> String? {
  reading.steps.lazy.compactMap { if case .unsupported(let reason) = $0.kind { reason } else { nil } }.first
}

@Suite struct KerasStepsTests {
  @Test(
    "the steps compute what Keras computes",
    arguments: [
      "functional.keras", "functional_legacy.h5", "softmax.keras", "softmax_layer.keras", "custom_names.keras",
      "rescaling.keras", "batchnorm.keras", "batchnorm.h5", "activations.keras", "reshape.keras", "conv2d.keras",
      "conv1d.h5",
    ])
  func logits(name: String) throws {
    let reference = try #require(try Fixtures.decode([String: Reference].self, from: "interop/keras/logits.json")[name])
    let (reading, file) = try reading(name)
    #expect(reading.obstacle == nil && reason(reading) == nil)
    for (row, expected) in zip(reference.rows, reference.logits) {
      let found = try StepEvaluator(file: file)(reading.steps, row)
      #expect(found.values.count == expected.count)
      for (i, logit) in expected.enumerated() { #expect(abs(found.values[i] - logit) <= found.errors[i]) }
    }
  }

  @Test(
    "the reference model's three dense layers and two activations",
    arguments: ["mlp.keras", "mlp_legacy.h5", "keras2_legacy.h5", "functional.keras", "functional_legacy.h5"])
  func reference(name: String) throws {
    let (reading, file) = try reading(name)
    let weights = try referenceWeights()
    var kinds = reading.steps.map(\.kind)
    if name == "keras2_legacy.h5" { #expect(kinds.popLast() == .tail) }
    #expect(kinds.count == 5 && kinds[1] == .activation(.relu) && kinds[3] == .activation(.relu))
    for (place, key) in [(0, "0"), (2, "2"), (4, "4")] {
      guard case .linear(.stored(let kernel, .inOut, 1), let bias?) = kinds[place] else { throw NoKeras() }
      let (rows, columns) = (kernel.shape[0], kernel.shape[1])
      let entries = try file.values(of: kernel)
      #expect((0..<columns).flatMap { j in (0..<rows).map { entries[$0 * columns + j] } } == weights["\(key).weight"])
      #expect(try file.values(of: bias.tensor) == weights["\(key).bias"])
    }
  }

  @Test("layers that do nothing at inference are left out and said") func leftOut() throws {
    #expect(try reading("functional.keras").0.remarks == ["layer drop (Dropout) does nothing at inference"])
    #expect(try reading("reshape.keras").0.remarks == ["layer reshape (Reshape) keeps the order of the values"])
  }

  @Test("a branch names the layers", arguments: ["UNSUPPORTED_branched.keras", "UNSUPPORTED_branched.h5"])
  func branched(name: String) throws {
    let obstacle = try reading(name).0.obstacle
    #expect(obstacle == "layer a feeds b and c" || obstacle == "layer sum takes b and c")
  }

  @Test("a class that is not understood is named, and the steps around it stay") func pooling() throws {
    let steps = try reading("UNSUPPORTED_pooling.keras").0.steps
    #expect(steps.contains { $0.kind == .unsupported("layer class MaxPooling2D at layer pool1") })
    #expect(steps.count > 2)
  }

  @Test("two dense layers of one sequence are found by class and count") func counted() throws {
    let layers = (0..<2).map {
      #"{"class_name": "Dense", "config": {"name": "d\#($0)", "use_bias": false, "activation": "tanh"}}"#
    }
    let reading = reading(
      layers: layers.joined(separator: ","),
      tensors: [("layers/dense_1/vars/0", [4, 2]), ("layers/dense/vars/0", [3, 4])])
    #expect(
      reading.steps.map(\.name) == ["layer d0 (Dense)", "layer d0 (Dense)", "layer d1 (Dense)", "layer d1 (Dense)"])
    guard case .linear(.stored(let first, .inOut, _), nil) = reading.steps[0].kind else { throw NoKeras() }
    #expect(first.name == "layers/dense/vars/0")
  }

  @Test("a name and a place that disagree are refused") func disagreement() {
    let reading = reading(
      layers: #"{"class_name": "Dense", "config": {"name": "a", "use_bias": false}}"#,
      tensors: [("layers/dense/vars/0", [2, 2]), ("layers/dense_1/vars/0", [2, 2])],
      weights: ["a": ["layers/dense_1/vars/0"]])
    #expect(reason(reading)?.contains("by its name") == true)
  }

  @Test("weights in another order than the layer's are refused") func roles() {
    let reading = reading(
      layers: #"{"class_name": "Dense", "config": {"name": "a"}}"#,
      tensors: [("a/bias:0", [2]), ("a/kernel:0", [2, 2])],
      weights: ["a": ["a/bias:0", "a/kernel:0"]])
    #expect(reason(reading) == "layer a, where a/bias:0 stands in the place of kernel")
  }

  @Test("weights that are missing are said") func missing() {
    #expect(
      reason(reading(layers: #"{"class_name": "Dense", "config": {"name": "a"}}"#))
        == "layer a, which has 0 weights in the file and needs 2")
  }

  @Test("a class of someone else's under Keras's name is not taken for Keras's") func custom() {
    for mark in [#""module": "mine.layers""#, #""registered_name": "mine>ReLU""#] {
      let reading = reading(layers: #"{"class_name": "ReLU", \#(mark), "config": {"name": "a"}}"#)
      #expect(reason(reading) == "layer class ReLU at layer a, which is not Keras's own")
    }
  }

  @Test(
    "layers that were called for training do so at inference, too",
    arguments: ["Dropout", "GaussianNoise", "SpatialDropout2D", "AlphaDropout", "BatchNormalization"])
  func training(className: String) {
    func fault(_ training: String) -> String? {
      let layers = #"""
        {"class_name": "InputLayer", "name": "x", "config": {"batch_shape": [null, 2]}, "inbound_nodes": []},
        {"class_name": "\#(className)", "name": "d", "config": {"scale": false, "center": false},
          "inbound_nodes": [[["x", 0, 0, {"training": \#(training)}]]]}
        """#
      return reason(
        reading(
          layers: layers, tensors: [("0", [2]), ("1", [2])],
          weights: className == "BatchNormalization" ? ["d": ["0", "1"]] : [:], kind: "Functional"))
    }
    for yes in ["true", "1", #"{"class_name": "__tensor__"}"#] {
      #expect(fault(yes) == "layer d, which is in training mode at inference, too")
    }
    for no in ["false", "null"] { #expect(fault(no) == nil) }
  }

  @Test(
    "an option of another kind than its layer takes is not taken for one that is left out",
    arguments: [
      ("BatchNormalization", "epsilon", "\"0.1\""), ("BatchNormalization", "epsilon", #"{"value": 0.1}"#),
      ("BatchNormalization", "scale", "0"), ("BatchNormalization", "center", "\"no\""), ("Dense", "use_bias", "0"),
      ("Conv1D", "use_bias", "[]"), ("Conv1D", "padding", "1"), ("Conv1D", "data_format", "{}"),
      ("Conv1D", "data_format", "\"channels_middle\""), ("Flatten", "data_format", "1"),
      ("ReLU", "max_value", #"{"type": "ndarray", "value": 6}"#), ("Normalization", "invert", "1"),
    ])
  func optionKinds(className: String, option: String, value: String) throws {
    let needs: [String: [[Int]]] = [
      "BatchNormalization": [[2], [2], [2], [2]], "Dense": [[2, 3], [3]], "Conv1D": [[1, 2, 3], [3]],
      "Normalization": [[2], [2]],
    ]
    let tensors = (needs[className] ?? []).enumerated().map { ("a/\($0)", $1) }
    func fault(_ value: String) -> String? {
      reason(
        reading(
          layers: #"""
            {"class_name": "\#(className)", "name": "a",
              "config": {"batch_shape": [null, \#(["Conv1D", "Flatten"].contains(className) ? "4, " : "")2], "\#(option)": \#(value)}}
            """#, tensors: tensors, weights: ["a": tensors.map(\.0)]))
    }
    #expect(fault(value)?.hasPrefix("layer a") == true)
    #expect(fault("null") == nil)
  }

  @Test("a feature that is constant in the training data is divided by 10⁻⁷, as in Keras") func constantFeature() throws
  {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      safetensorsBytes([(name: "0", shape: [3], values: [1, 2, 3]), (name: "1", shape: [3], values: [0, 1e-16, 4])]),
      "m.safetensors")
    let file = try TensorFiles.open(path)
    let layers = #"{"class_name": "Normalization", "name": "n", "config": {"axis": -1}}"#
    let normalized = reading(layers: layers, tensors: [("0", [3]), ("1", [3])], weights: ["n": ["0", "1"]])
    guard case .scaleAndShift(let map)? = normalized.steps.first?.kind else { throw NoKeras() }
    let found = try map.values(count: 3, file)
    #expect(found.scale == [1 / 1e-7, 1 / 1e-7, 0.5] && found.shift == [-(1 / 1e-7), -2 * (1 / 1e-7), -1.5])
    let sample = try StepEvaluator(file: file)(normalized.steps, [1, 2, 5])
    #expect(sample.values == [0, 0, 1])
    let numbers = #"{"class_name": "Normalization", "name": "n", "config": {"mean": 2, "variance": 0}}"#
    #expect(
      reading(layers: numbers).steps.map(\.kind) == [
        .scaleAndShift(ScaleAndShift(.constants(scale: .number(1 / 1e-7), shift: .number(-2 * (1 / 1e-7)))))
      ])
  }

  @Test("permutations are written down as far as the weights justify") func reorderBudget() {
    func steps(_ tensors: [(String, [Int])]) -> Int {
      let layers =
        #"{"class_name": "Permute", "name": "p", "config": {"batch_shape": [null, 512, 512], "dims": [2, 1]}}"#
      return reading(layers: layers, tensors: tensors).steps.count {
        if case .reorder = $0.kind { true } else { false }
      }
    }
    #expect(steps([]) == 0 && steps([("w", [512, 512])]) == 1)
  }
}

@Suite struct KerasStepsAttackTests {
  @Test("a configuration of 100000 nested lists is an obstacle, not a crash") func nesting() {
    let deep = String(repeating: "[", count: 100_000)
    for text in [deep, #"{"class_name": "Sequential", "config": {"layers": "# + deep, #"{"config":"# + deep] {
      let reading = KerasSteps.reading(KerasDescription(configuration: text), tensors: [])
      #expect(reading.obstacle?.contains("nested more than 64 deep") == true)
    }
  }

  @Test(
    "no configuration, no layers, nameless layers, twins",
    arguments: [
      "", "null", "[]", "{}", #"{"class_name": "Sequential"}"#, #"{"class_name": "MyModel", "config": {"layers": []}}"#,
      #"{"class_name": "Sequential", "config": {"layers": [{}]}}"#,
      #"{"class_name": "Sequential", "config": [{"class_name": "ReLU", "name": "a"}, {"class_name": "ReLU", "name": "a"}]}"#,
      #"{"class_name": "Functional", "config": {"layers": []}}"#,
    ])
  func malformed(text: String) {
    #expect(KerasSteps.reading(KerasDescription(configuration: text), tensors: []).obstacle != nil)
  }

  @Test("layers in a circle do not hang") func circle() {
    let layers = #"""
      {"class_name": "InputLayer", "name": "x", "config": {}, "inbound_nodes": []},
      {"class_name": "ReLU", "name": "a", "config": {}, "inbound_nodes": [[["b", 0, 0, {}]]]},
      {"class_name": "ReLU", "name": "b", "config": {}, "inbound_nodes": [[["a", 0, 0, {}]]]}
      """#
    #expect(reading(layers: layers, kind: "Functional").obstacle == "not all layers are reached from the input")
  }

  @Test("an output in the middle of the chain is said") func innerOutput() {
    let layers = #"""
      {"class_name": "InputLayer", "name": "x", "config": {}, "inbound_nodes": []},
      {"class_name": "ReLU", "name": "a", "config": {}, "inbound_nodes": [[["x", 0, 0, {}]]]},
      {"class_name": "ReLU", "name": "b", "config": {}, "inbound_nodes": [[["a", 0, 0, {}]]]}
      """#
    let reading = reading(layers: layers, kind: "Functional", rest: #", "output_layers": [["a", 0, 0]]"#)
    #expect(reading.obstacle == "the output is that of layer a, not of the last layer, b")
  }

  @Test(
    "sides that the file does not back up allocate nothing and do not overflow",
    arguments: [
      "[null, 1000000, 1000000, 1]", "[null, 4611686018427387904, 4611686018427387904, 2]", "[null, 1e300, 2, 2]",
      "[null, -1, 2, 2]", "[null, 1048576, 1048576, 1]",
    ])
  func hugeSides(shape: String) {
    for name in ["Permute", "Flatten", "Reshape", "Conv2D"] {
      let config = #""batch_shape": \#(shape), "dims": [3, 1, 2], "target_shape": [-1], "use_bias": false"#
      let reading = reading(
        layers: #"{"class_name": "\#(name)", "name": "a", "config": {\#(config)}}"#,
        tensors: [("layers/conv2d/vars/0", [1, 1, 1, 1])])
      #expect(reading.steps.allSatisfy { if case .reorder = $0.kind { false } else { true } })
    }
  }

  @Test(
    "strides, dilations, groups and kernels of nonsense",
    arguments: [
      #""strides": [0, 1]"#, #""strides": -1"#, #""strides": [1]"#, #""dilation_rate": 9223372036854775807"#,
      #""groups": 0"#, #""groups": 3"#, #""padding": "reflect""#, #""strides": "two""#,
      #""dilation_rate": [1000000, 1]"#,
    ])
  func convolution(option: String) {
    let reading = reading(
      layers:
        #"{"class_name": "Conv2D", "name": "c", "config": {"batch_shape": [null, 4, 4, 2], "use_bias": false, \#(option)}}"#,
      tensors: [("layers/conv2d/vars/0", [3, 3, 2, 5])])
    #expect(reason(reading)?.hasPrefix("layer c") == true)
  }
}
