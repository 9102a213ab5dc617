import TensorFiles

/// Who makes and who uses each value of a graph.
struct OnnxGraphIndex {
  let nodes: [OperatorGraph.Node]
  /// Nodes that use a value's entries, by its name, in the order of the file, each once.
  private(set) var consumers: [String: [Int]] = [:]
  /// The node that makes a value.
  private(set) var producer: [String: Int] = [:]
  /// Nodes from which an operator can be reached that does more than end a network.
  private(set) var leadsOn: Set<Int> = []
  /// Values that have no entry for each class: constants, sides, labels that were picked, and what is made of these alone.
  private var withoutClasses: Set<String> = []

  /// O(nodes and their inputs).
  init(_ graph: OperatorGraph) {
    nodes = graph.nodes
    let outputs = Set(graph.outputs.map(\.name))
    var used = outputs
    for node in nodes { used.formUnion(node.inputs) }
    for (index, node) in nodes.enumerated() {
      for output in node.outputs where !output.isEmpty && producer[output] == nil { producer[output] = index }
      // Leftovers of exporters, whose results nobody uses, and questions for the shape do not make a branch.
      if node.outputs.allSatisfy({ !used.contains($0) }) && !node.outputs.isEmpty || Self.asksShape(node) { continue }
      for input in node.inputs where !input.isEmpty && consumers[input]?.last != index {
        consumers[input, default: []].append(index)
      }
    }
    markWithoutClasses(inputs: Set(graph.inputs.map(\.name)))
    markLeading()
  }

  /// True for an operator that may end a network: it leaves the order of the outputs as it is, and what follows it does
  /// no more than pick, rename or reshape the result.
  func isTail(_ index: Int) -> Bool {
    Self.tailOperations.contains(nodes[index].operation) && isHarmless(nodes[index]) && !leadsOn.contains(index)
  }

  /// In the order of the file: what a file in another order hides is taken for values of classes.
  private mutating func markWithoutClasses(inputs: Set<String>) {
    for (index, node) in nodes.enumerated() {
      let picks = node.domain.isEmpty ? Self.asksShape(node) || node.operation == "ArgMax" : node.operation == "ZipMap"
      let isFree = picks || node.inputs.allSatisfy { isWithoutClasses($0, inputs) }
      for output in node.outputs where isFree && producer[output] == index { withoutClasses.insert(output) }
    }
    for name in nodes.lazy.flatMap(\.inputs) where isWithoutClasses(name, inputs) { withoutClasses.insert(name) }
  }

  private func isWithoutClasses(_ name: String, _ inputs: Set<String>) -> Bool {
    withoutClasses.contains(name) || producer[name] == nil && !inputs.contains(name)
  }

  private mutating func markLeading() {
    var pending = nodes.indices.filter { !isHarmless(nodes[$0]) }
    while let index = pending.popLast() {
      for input in nodes[index].inputs {
        if let before = producer[input], leadsOn.insert(before).inserted { pending.append(before) }
      }
    }
  }

  private static func asksShape(_ node: OperatorGraph.Node) -> Bool {
    node.domain.isEmpty && (node.operation == "Shape" || node.operation == "Size")
  }

  private func isHarmless(_ node: OperatorGraph.Node) -> Bool {
    if Self.picking.contains(node.operation) {
      return ["", "ai.onnx.ml"].contains(node.domain) && node.inputs.allSatisfy(withoutClasses.contains)
    }
    return node.domain.isEmpty
      ? Self.tailOperations.contains(node.operation) || Self.afterTail.contains(node.operation)
      : node.domain == "ai.onnx.ml" && node.operation == "ZipMap"
  }

  /// Relu and Sigmoid are tails only at the very end; in between they lead on.
  private static let tailOperations: Set = [
    "Softmax", "LogSoftmax", "ArgMax", "ZipMap", "Relu", "Sigmoid", "Tanh", "Softplus",
  ]

  private static let afterTail: Set = [
    "Identity", "Cast", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Log", "ReduceMax", "Shape", "Size",
  ]

  /// What may give the classes other numbers, and is harmless only on values without entries for classes.
  private static let picking: Set = ["ArrayFeatureExtractor", "Concat", "Gather", "Slice", "TopK"]
}
