import Networks
import TensorFiles

/// Reads a graph of operators (ONNX) as a straight line of steps, from its input to its outputs.
///
/// The shape of one sample is followed along the line. What is not understood becomes an unsupported step; later steps are
/// still listed. Work and memory are bounded by the size of the graph and of its tensors.
struct OnnxSteps {
  let graph: OperatorGraph
  let index: OnnxGraphIndex
  var constants: OnnxConstants
  var reading = StepReading()
  /// The value that the line has reached, and its shape.
  var value = ""
  var shape = SampleShape.unknown
  /// The shapes of all values on the line.
  var shapes: [String: SampleShape] = [:]
  /// How many entries of permutations may still be written down.
  var reorderBudget: Int
  /// sigmoid(value), where the next node multiplies the value by it.
  var gate: String?
  private let outputs: Set<String>
  private var visited: Set<Int> = []

  /// Reads the graph of a file.
  static func reading(of graph: OperatorGraph, in file: any TensorFile) -> StepReading {
    reading(of: graph, tensors: file.tensors)
  }

  /// Reads a graph whose constants are these tensors.
  static func reading(of graph: OperatorGraph, tensors: [TensorDescription]) -> StepReading {
    var steps = OnnxSteps(graph, tensors)
    do throws(Obstacle) { try steps.follow() } catch {
      steps.reading.obstacle = error.reason
      steps.listRemainingMatrices()
    }
    steps.refuseUnlimitedClips()
    return steps.reading
  }

  /// Why a graph is no straight line.
  private struct Obstacle: Error { let reason: String }

  private init(_ graph: OperatorGraph, _ tensors: [TensorDescription]) {
    self.graph = graph
    index = OnnxGraphIndex(graph)
    constants = OnnxConstants(graph, index, tensors: tensors)
    outputs = Set(graph.outputs.map(\.name))
    reorderBudget = Checkpoints.reorderBudget(tensors)
  }

  private mutating func follow() throws(Obstacle) {
    try start()
    while let place = try next() {
      guard visited.insert(place).inserted else {
        throw Obstacle(reason: "node \(index.nodes[place].place) is part of a cycle")
      }
      let node = index.nodes[place]
      perform(node)
      // What an operator gives besides its first output (a mask, statistics) is no value of the line.
      guard let output = node.outputs.first, !output.isEmpty else {
        throw Obstacle(reason: "node \(node.place) has no first output")
      }
      value = output
      shapes[value] = shape
    }
  }

  private mutating func start() throws(Obstacle) {
    let used = graph.inputs.filter { index.consumers[$0.name] != nil }
    guard used.count == 1 else {
      throw Obstacle(
        reason: used.isEmpty
          ? "no node uses an input of the graph"
          : "the graph has \(used.count) inputs: \(used.prefix(5).map(\.name).joined(separator: ", "))")
    }
    value = used[0].name
    shape = SampleShape(input: used[0].shape)
    if let column = column(used[0]) { shape = column }
    shapes[value] = shape
  }

  /// A column vector, which the first matrix is multiplied to from the left, has no axis for a batch.
  private mutating func column(_ input: OperatorGraph.Value) -> SampleShape? {
    guard let first = index.consumers[input.name]?.first, let sides = input.shape?.compactMap({ $0 }),
      input.shape?.count == 2, sides.count == 2, sides[1] == 1, index.nodes[first].operation == "MatMul",
      let left = index.nodes[first].input(0), constants.constant(left)?.shape.last == sides[0]
    else { return nil }
    var shape = SampleShape(batch: .none, sides: nil)
    shape.sides = sides
    return shape
  }

  /// The node that goes on with the current value; nil at the end.
  private mutating func next() throws(Obstacle) -> Int? {
    let consumers = index.consumers[value] ?? []
    if consumers.isEmpty {
      guard outputs.contains(value) else { throw Obstacle(reason: "no node uses \(maker), which is no output either") }
      return nil
    }
    if isEnd(consumers) {
      end(consumers)
      return nil
    }
    if outputs.contains(value) {
      throw Obstacle(reason: "\(maker) is used by \(names(consumers)) and is an output itself: a second head")
    }
    if let (product, gate) = sigmoidLinearUnit(consumers) {
      self.gate = gate
      return product
    }
    guard consumers.count == 1 else {
      throw Obstacle(reason: "\(maker) is used by \(names(consumers)): a residual connection or a second head")
    }
    return consumers[0]
  }

  private func isEnd(_ consumers: [Int]) -> Bool {
    consumers.contains(where: index.isTail)
      && consumers.allSatisfy {
        index.isTail($0) || index.nodes[$0].operation == "Identity" && !index.leadsOn.contains($0)
      }
  }

  private mutating func end(_ consumers: [Int]) {
    for consumer in consumers where index.isTail(consumer) {
      let node = index.nodes[consumer]
      do throws(OnnxRefusal) {
        try checkTail(node)
        append(.tail, node)
        if node.outputs.contains(where: { index.consumers[$0] != nil }) {
          reading.remarks.append("what follows node \(node.place) (\(node.operation)) is left out")
        }
      } catch {
        refuse(node, error)
      }
    }
  }

  private var maker: String {
    index.producer[value].map { "the output of node \(index.nodes[$0].place)" } ?? "the input \(value)"
  }

  private func names(_ consumers: [Int]) -> String {
    consumers.prefix(5).map { index.nodes[$0].place }.joined(separator: " and ")
      + (consumers.count > 5 ? " and \(consumers.count - 5) more" : "")
  }

  /// x · sigmoid(x), which exporters write as two nodes: the second one, and the name of the first one's output.
  private func sigmoidLinearUnit(_ consumers: [Int]) -> (product: Int, gate: String)? {
    guard consumers.count == 2,
      let sigmoid = consumers.first(where: { index.nodes[$0].operation == "Sigmoid" && index.nodes[$0].domain.isEmpty }
      ),
      let product = consumers.first(where: { index.nodes[$0].operation == "Mul" && index.nodes[$0].domain.isEmpty }),
      let gate = index.nodes[sigmoid].outputs.first, !outputs.contains(gate), index.consumers[gate] == [product],
      Set(index.nodes[product].inputs) == [value, gate]
    else { return nil }
    return (product, gate)
  }

  /// The matrices of nodes that the line did not reach, in the order of the file, so that their norms can be told.
  private mutating func listRemainingMatrices() {
    shape = .unknown
    for (place, node) in index.nodes.enumerated()
    where !visited.contains(place) && node.domain.isEmpty && ["Gemm", "MatMul"].contains(node.operation) {
      let isLeft = node.operation == "MatMul" && node.input(0).flatMap { constants.constant($0) } != nil
      value = node.input(isLeft ? 1 : 0) ?? ""
      shape = .unknown
      try? node.operation == "Gemm" ? gemm(node) : matMul(node)
    }
  }
}
