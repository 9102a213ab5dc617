import Foundation
import MatrixNorms
import TensorFiles
import TestSupport
import Testing

@testable import Checkpoints

private func read(_ path: String) throws -> (file: any TensorFile, reading: StepReading) {
  let file = try TensorFiles.open(path)
  guard case .graph(let graph) = file.structure else { throw CocoaError(.featureUnsupported) }
  return (file, OnnxSteps.reading(of: graph, in: file))
}

@Suite struct OnnxStepsTests {
  struct Reference: Decodable {
    let inputs: [[Double]]
    let logits: [[Double]]
  }
  /// Models whose steps make no network of one activation.
  static let unjoined: Set = [
    "onnx/models/computed_parameters", "onnx/models/gemm_then_add", "onnx/models/shape_gather_reshape",
  ]
  static let references = try! Fixtures.decode([String: Reference].self, from: "onnx/reference.json")

  /// What is expected of each model: lines that were checked by eye against the script that makes the models.
  static let expected: [(name: String, lines: [String])] = {
    let text = try! String(contentsOf: Fixtures.url("onnx/steps.txt"), encoding: .utf8)
    return text.split(separator: "\n\n").map { block in
      let lines = block.split(separator: "\n").map(String.init)
      return (lines[0], Array(lines[1...]))
    }
  }()

  @Test("the steps of every model", arguments: expected.map(\.name))
  func steps(_ name: String) throws {
    let (_, reading) = try read(Fixtures.url("\(name).onnx").path)
    let lines =
      reading.steps.map(\.summary) + reading.remarks.map { "remark: \($0)" }
      + (reading.obstacle.map { ["obstacle: \($0)"] } ?? [])
    #expect(lines == Self.expected.first { $0.name == name }?.lines)
  }

  @Test func everyFixtureThatOpensIsExpected() throws {
    var names: Set<String> = []
    for folder in ["interop/onnx", "onnx/models", "onnx/unsupported", "onnx/hostile"] {
      for file in try FileManager.default.contentsOfDirectory(atPath: Fixtures.url(folder).path)
      where file.hasSuffix(".onnx") && (try? TensorFiles.open(Fixtures.url("\(folder)/\(file)").path)) != nil {
        names.insert("\(folder)/\(file.dropLast(5))")
      }
    }
    #expect(names == Set(Self.expected.map(\.name)))
  }

  @Test("the steps give onnxruntime's logits, within the round-off of float32", arguments: references.keys.sorted())
  func logits(_ name: String) throws {
    let (file, reading) = try read(Fixtures.url("\(name).onnx").path)
    let reference = try #require(Self.references[name])
    for (input, logits) in zip(reference.inputs, reference.logits) {
      let sample = try StepEvaluator(file: file)(reading.steps, input)
      #expect(sample.values.count == logits.count)
      for (i, logit) in logits.enumerated() {
        #expect(abs(sample.values[i] - logit) <= sample.errors[i])
        // The bound means something: three layers of norm 3 magnify 2⁻²⁴ by about a thousand.
        #expect(sample.errors[i] < 1e-3)
      }
    }
  }

  @Test("the layers that steps are joined into compute the same", arguments: references.keys.sorted())
  func joined(_ name: String) throws {
    let path = Fixtures.url("\(name).onnx").path
    let checkpoint = try OpenCheckpoint(CheckpointFile(path: path, label: name, series: name), manifest: .init())
    let (file, reading) = try read(path)
    // Refused as a network, though each step is understood: two linear steps in a row, or several activations.
    guard checkpoint.plan.obstacle == nil else {
      #expect(Self.unjoined.contains(name), "\(name): \(checkpoint.plan.obstacle!.reason)")
      return
    }
    #expect(!Self.unjoined.contains(name))
    let reference = try #require(Self.references[name])
    let logits = try checkpoint.network().logits(Matrix(reference.inputs))
    for (i, input) in reference.inputs.enumerated() {
      let sample = try StepEvaluator(file: file)(reading.steps, input)
      let single = sample.values.count == 1 ? 1 : 0
      for (j, value) in sample.values.enumerated() {
        // What the network's last activation would do is left out of it.
        guard !reading.endsWithActivation else { continue }
        #expect(abs(logits[i, j + single] - value) <= sample.errors[j])
      }
    }
  }

  @Test(
    "a file with changed bytes is read or refused, and never crashes",
    arguments: [
      "interop/onnx/torch_export_dynamo", "onnx/models/conv_padded", "onnx/models/shape_slice_reshape",
      "onnx/models/tail_skl2onnx", "onnx/models/normalized_input", "onnx/models/transpose_nhwc",
      "onnx/models/computed_parameters",
    ])
  func changedBytes(name: String) throws {
    let folder = try TemporaryFolder()
    let original = try Array(Data(contentsOf: Fixtures.url("\(name).onnx")))
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<150 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      if Int.random(in: 0..<8, using: &generator) == 0 {
        bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
      }
      guard let (file, reading) = try? read(folder.write(bytes, "m.onnx")) else { continue }
      for step in reading.steps {
        guard case .reorder(let order) = step.kind else { continue }
        #expect(order.sorted() == Array(order.indices), "\(file.path)")
      }
    }
  }
}

/// Graphs that no writer of today makes, without files.
@Suite struct OnnxGraphTests {
  private typealias Node = OperatorGraph.Node

  private func tensor(_ name: String, _ shape: [Int]) -> TensorDescription {
    TensorDescription(name: name, elementType: .float32, storedType: "FLOAT", shape: shape)
  }

  private func node(
    _ operation: String, _ inputs: [String], _ output: String, _ attributes: [String: OperatorGraph.Attribute] = [:]
  ) -> Node {
    Node(name: "", operation: operation, inputs: inputs, outputs: [output], attributes: attributes)
  }

  private func read(
    _ nodes: [Node], _ tensors: [TensorDescription] = [], shape: [Int?]? = [nil, 4], inputs: [String] = ["x"],
    outputs: [String] = ["y"], small: [String: [Double]] = [:], version: Int = 17
  ) -> StepReading {
    OnnxSteps.reading(
      of: OperatorGraph(
        nodes: nodes, inputs: inputs.map { .init(name: $0, shape: shape) },
        outputs: outputs.map { .init(name: $0, shape: nil) }, smallConstants: small, operatorSetVersion: version),
      tensors: tensors)
  }

  @Test("before version 7, Add says which axis its constant belongs to")
  func oldBroadcast() {
    let add = node("Add", ["x", "b"], "y", ["broadcast": .integer(1), "axis": .integer(1)])
    let reading = read([add], [tensor("b", [3])], shape: [nil, 3, 5, 5], version: 6)
    #expect(reading.steps.map(\.summary) == ["y: s 1 t b repeats 25"])
    #expect(
      read([add], [tensor("b", [3])], shape: [nil, 3, 5, 5]).steps.map(\.summary) == [
        "operator Add at node y: a constant of shape [3] does not fit samples of shape [3, 5, 5]"
      ])
  }

  @Test("before version 13, Softmax worked on all axes from its axis on")
  func oldSoftmax() {
    let softmax = node("Softmax", ["x"], "y")
    #expect(read([softmax], shape: [nil, 2, 3], version: 11).steps.map(\.kind) == [.tail])
    #expect(
      read([softmax], shape: [nil, 2, 3], version: 13).steps.map(\.summary) == [
        "operator Softmax at node y: axis -1 of samples of shape [2, 3] is not that of all classes"
      ])
    #expect(
      read([node("ArgMax", ["x"], "y")]).steps.map(\.summary) == [
        "operator ArgMax at node y: axis 0 is not that of the classes"
      ])
  }

  @Test func aLineThatLeadsBackIsACycle() {
    let reading = read([node("Identity", ["x"], "a"), node("Identity", ["a"], "x")])
    #expect(reading.obstacle == "node a is part of a cycle")
  }

  @Test func severalInputsAndUnusedOnes() {
    let add = node("Add", ["x", "z"], "y")
    #expect(read([add], inputs: ["x", "z"]).obstacle == "the graph has 2 inputs: x, z")
    #expect(read([node("Relu", ["x"], "y")], inputs: ["z", "x"]).obstacle == nil)
    #expect(read([], inputs: []).obstacle == "no node uses an input of the graph")
    #expect(read([node("Relu", ["x"], "a")]).obstacle != nil)
  }

  @Test("results that nobody uses and questions for the shape make no branch")
  func leftovers() {
    let nodes = [node("Exp", ["x"], "unused"), node("Shape", ["x"], "shape"), node("Elu", ["x"], "y")]
    let reading = read(nodes)
    #expect(reading.obstacle == nil && reading.steps.map(\.summary) == ["y: elu"])
  }

  @Test("an expression that contains itself again and again ends")
  func expressionBomb() {
    var nodes = [node("Reshape", ["x", "c0"], "y")]
    for k in 0..<200 { nodes.append(node("Concat", Array(repeating: "c\(k + 1)", count: 64), "c\(k)")) }
    nodes.append(node("Concat", ["c0", "c7"], "c200"))
    #expect(
      read(nodes).steps.map(\.summary) == [
        "operator Reshape at node y: its shape c0 is neither constant nor made of shapes"
      ])
  }

  @Test("a constant at the end of a long chain of Identity is not looked for beyond 32 nodes")
  func constantChain() {
    func reading(_ length: Int) -> StepReading {
      let chain = (0..<length).map { node("Identity", ["w\($0)"], "w\($0 + 1)") }
      return read(chain + [node("MatMul", ["x", "w\(length)"], "y")], [tensor("w0", [4, 2])])
    }
    #expect(reading(20).steps.map(\.summary) == ["y: w0[4, 2] in_out"])
    #expect(reading(50_000).steps.map(\.summary) == ["operator MatMul at node y: w50000 is not constant"])
  }

  @Test("100 000 nodes in a row are walked in a moment")
  func longLine() {
    let nodes = (0..<100_000).map { node("Tanh", [$0 == 0 ? "x" : "v\($0)"], "v\($0 + 1)") }
    let reading = read(nodes + [node("MatMul", ["v100000", "w"], "y")], [tensor("w", [4, 2])])
    #expect(reading.obstacle == nil && reading.steps.count == 100_001)
  }

  @Test("permutations of a sample are written down as far as the weights justify")
  func reorderBudget() {
    let twice = [
      node("Transpose", ["x"], "a", ["perm": .integers([0, 2, 1])]),
      node("Transpose", ["a"], "y", ["perm": .integers([0, 2, 1])]),
    ]
    #expect(
      read(twice, shape: [nil, 128, 256]).steps.allSatisfy { if case .reorder = $0.kind { true } else { false } })
    #expect(
      read(twice, shape: [nil, 256, 256]).steps.map(\.summary) == [
        "a: reorder 65536", "operator Transpose at node y: samples of shape [1, 256, 256] are too large",
      ])
  }

  @Test(
    "a Transpose moves entries as NumPy does",
    arguments: [([1, 0], [0, 3, 1, 4, 2, 5]), ([0, 1], []), ([0, 2], nil), ([0, 0], nil)] as [([Int], [Int]?)])
  func transposed(order: [Int], expected: [Int]?) {
    let perm = [0] + order.map { $0 + 1 }
    let reading = read([node("Transpose", ["x"], "y", ["perm": .integers(perm)])], shape: [nil, 2, 3])
    guard let expected else { return #expect(reading.steps.first?.summary.contains("is no order of the axes") == true) }
    #expect(reading.steps.map(\.kind) == (expected.isEmpty ? [] : [.reorder(expected)]))
  }

  @Test(
    "Reshape keeps samples apart or is refused",
    arguments: [
      ([-1, 4], true), ([0, 4], true), ([0, -1], true), ([-1, 2, 2], true), ([1, 4], true), ([-1, 2], true),
      ([2, -1], true),
      ([-1], true), ([3, 4], false), ([-1, -1], false), ([-2, 4], false), ([0, 0, 0, 0], false),
      ([0, .max, .max], false), ([], false),
    ] as [([Int], Bool)])
  func reshaped(target: [Int], isFine: Bool) {
    // [-1], [1, 4] and [2, -1] are fine for a batch of one, which tells what happens to a sample.
    let reading = read(
      [node("Reshape", ["x", "to"], "y")], [tensor("to", [target.count])], small: ["to": target.map(Double.init)])
    #expect(reading.steps.isEmpty == isFine)
  }

  @Test func rowsOfASampleAreNoBatch() {
    let nodes = [node("Reshape", ["x", "to"], "r"), node("Gemm", ["r", "w"], "y")]
    let reading = read(nodes, [tensor("to", [2]), tensor("w", [2, 3])], small: ["to": [-1, 2]])
    #expect(reading.steps.map(\.summary) == ["operator Gemm at node y: its input is no matrix of samples"])
  }

  @Test(
    "what gives the classes other numbers behind Softmax is not left out",
    arguments: ["Gather", "Slice", "Concat", "TopK", "ArrayFeatureExtractor"])
  func permutedClasses(operation: String) {
    let domain = operation == "ArrayFeatureExtractor" ? "ai.onnx.ml" : ""
    func reading(_ source: String) -> StepReading {
      let pick = Node(name: "", operation: operation, domain: domain, inputs: [source, "order"], outputs: ["y"])
      return read(
        [
          node("Softmax", ["x"], "p"), node("Identity", ["p"], "same"),
          node("ArgMax", ["p"], "label", ["axis": .integer(1)]), pick,
        ],
        [tensor("order", [3])], outputs: ["y", "label"])
    }
    for source in ["p", "same"] {
      let permuted = reading(source)
      #expect(permuted.obstacle != nil || !permuted.steps.map(\.kind).contains(.tail))
    }
    #expect(reading("label").steps.map(\.kind) == [.tail] && reading("label").obstacle == nil)
  }

  @Test("a permutation of the classes that stands in the file before what it takes is not left out")
  func permutedClassesInAnotherOrder() {
    let nodes = [
      node("Gather", ["b", "order"], "y"), node("Identity", ["a"], "b"), node("Identity", ["p"], "a"),
      node("Softmax", ["x"], "p"),
    ]
    #expect(!read(nodes, [tensor("order", [3])]).steps.map(\.kind).contains(.tail))
  }

  @Test("a shape made of sides behind Softmax is left out with it")
  func sidesBehindSoftmax() {
    let nodes = [
      node("Softmax", ["x"], "p"), node("Shape", ["p"], "sides"), node("Gather", ["sides", "zero"], "n"),
      node("Concat", ["n", "rest"], "to"), node("Reshape", ["p", "to"], "y"),
    ]
    let reading = read(nodes, [tensor("zero", [1]), tensor("rest", [1])])
    #expect(reading.obstacle == nil && reading.steps.map(\.kind) == [.tail])
  }

  @Test(
    "training mode is refused, which was the default before version 7",
    arguments: [
      ("BatchNormalization", 6, nil, false), ("BatchNormalization", 6, 0, false), ("BatchNormalization", 6, 1, true),
      ("BatchNormalization", 7, nil, true), ("Dropout", 6, nil, false), ("Dropout", 6, 1, true),
      ("Dropout", 7, nil, true),
    ] as [(String, Int, Int?, Bool)])
  func trainingDefault(operation: String, version: Int, isTest: Int?, isFine: Bool) {
    let inputs = operation == "Dropout" ? ["x"] : ["x", "s", "s", "s", "s"]
    let reading = read(
      [node(operation, inputs, "y", isTest.map { ["is_test": .integer($0)] } ?? [:])], [tensor("s", [4])],
      version: version)
    let refusal = "operator \(operation) at node y: it is in training mode"
    #expect(reading.steps.map(\.summary).contains(refusal) != isFine)
    #expect(!reading.steps.contains { if case .unsupported = $0.kind { isFine } else { false } })
  }

  @Test(
    "BatchNormalization that gives statistics or says so, and Dropout whose third input is true, are in training mode")
  func trainingMode() {
    func norm(_ outputs: [String], _ attributes: [String: OperatorGraph.Attribute] = [:]) -> [String] {
      let node = Node(
        name: "", operation: "BatchNormalization", inputs: ["x", "s", "s", "s", "s"], outputs: outputs,
        attributes: attributes)
      return read([node], [tensor("s", [4])]).steps.map(\.summary)
    }
    let refused = ["operator BatchNormalization at node y: it is in training mode"]
    #expect(norm(["y", "mean", "variance"]) == refused)
    #expect(norm(["y"], ["training_mode": .integer(1)]) == refused)
    #expect(norm(["y", "", ""], ["training_mode": .integer(0)]) == ["y: norm s s s s 1e-05"])
    func dropout(_ mode: Double) -> [String] {
      read([node("Dropout", ["x", "", "mode"], "y")], [tensor("mode", [])], small: ["mode": [mode]]).steps.map(
        \.summary)
    }
    #expect(dropout(1) == ["operator Dropout at node y: it is in training mode"] && dropout(0) == [])
  }

  @Test(
    "a clip needs a finite lower limit that is at most the upper one",
    arguments: [("Max", .infinity), ("Min", -.infinity), ("Min", 1)] as [(String, Double)])
  func clipOfInfinity(operation: String, limit: Double) {
    let reading = read([node(operation, ["x", "c"], "y")], [tensor("c", [])], small: ["c": [limit]])
    #expect(reading.steps.count == 1)
    #expect(reading.steps.allSatisfy { if case .unsupported = $0.kind { true } else { false } })
    let clip = read(
      [node("Clip", ["x"], "y", ["min": .float(2), "max": .float(1)])], version: 10)
    #expect(clip.steps.map(\.summary) == ["operator Clip with limits 2.0 and 1.0 at node y"])
  }

  @Test("the mask of a Dropout is not taken for its value")
  func maskAlone() {
    let dropout = Node(name: "drop", operation: "Dropout", inputs: ["x"], outputs: ["", "mask"])
    #expect(read([dropout, node("Tanh", ["mask"], "y")]).obstacle == "node drop has no first output")
  }

  @Test("a matrix used by a node off the line is listed beside the obstacle")
  func remainingMatrices() {
    let nodes = [
      node("Gemm", ["x", "v"], "a"), node("Relu", ["a"], "r"), node("Add", ["r", "x"], "s"),
      node("MatMul", ["s", "w"], "y"),
    ]
    let reading = read(nodes, [tensor("v", [4, 4]), tensor("w", [4, 2])])
    #expect(reading.obstacle == "the input x is used by a and s: a residual connection or a second head")
    #expect(reading.steps.map(\.summary) == ["a: v[4, 4] in_out", "y: w[4, 2] in_out"])
  }
}

extension StepReading {
  fileprivate var endsWithActivation: Bool {
    if case .activation? = steps.last?.kind { true } else { false }
  }
}
