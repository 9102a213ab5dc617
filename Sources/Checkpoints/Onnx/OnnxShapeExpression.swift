import TensorFiles

/// Evaluates what exporters compute of shapes (Shape → Gather → Unsqueeze → Concat → Reshape), for a batch of given size.
struct OnnxShapeExpression {
  /// The number of samples.
  let batch: Int
  /// Shapes of the values that the network went through.
  let shapes: [String: SampleShape]
  let index: OnnxGraphIndex
  private var known: [String: [Int]?] = [:]
  private var work = 256

  init(batch: Int, shapes: [String: SampleShape], index: OnnxGraphIndex) {
    self.batch = batch
    self.shapes = shapes
    self.index = index
  }

  /// The entries of a value; nil where they depend on more than shapes and constants. At most 256 nodes are looked at.
  mutating func evaluate(_ name: String, _ constants: inout OnnxConstants) -> [Int]? {
    if let entries = constants.integers(name) { return entries }
    if let known = known[name] { return known }
    guard work > 0, let producer = index.producer[name], index.nodes[producer].domain.isEmpty else { return nil }
    work -= 1
    known[name] = .some(nil)
    let result = try? entries(of: index.nodes[producer], &constants)
    known[name] = .some(result)
    return result
  }

  private mutating func entries(
    of node: OperatorGraph.Node, _ constants: inout OnnxConstants
  ) throws(OnnxRefusal) -> [Int] {
    guard let name = node.input(0) else { throw .unknown }
    if node.operation == "Shape" { return try shape(name, node, &constants) }
    if node.operation == "Concat" {
      guard node.inputs.count <= 64 else { throw .unknown }
      var joined: [Int] = []
      for input in node.inputs { joined += try required(input, &constants) }
      return joined
    }
    let entries = try required(name, &constants)
    switch node.operation {
    case "Identity", "Cast", "Unsqueeze", "Squeeze", "Reshape": return entries
    case "Gather":
      let places = try required(node.input(1) ?? "", &constants)
      return try places.map { (place) throws(OnnxRefusal) in
        let place = place < 0 ? place &+ entries.count : place
        guard entries.indices.contains(place) else { throw .unknown }
        return entries[place]
      }
    case "Slice": return try slice(entries, node, &constants)
    case "ReduceProd": return [try product(entries)]
    case "Mul":
      let others = try required(node.input(1) ?? "", &constants)
      guard entries.count == 1, others.count == 1 else { throw .unknown }
      return [try product(entries + others)]
    default: throw .unknown
    }
  }

  private mutating func required(_ name: String, _ constants: inout OnnxConstants) throws(OnnxRefusal) -> [Int] {
    guard let entries = evaluate(name, &constants), entries.count <= 64 else { throw .unknown }
    return entries
  }

  /// The whole shape, or where only the batch is known, that.
  private func shape(
    _ name: String, _ node: OperatorGraph.Node, _ constants: inout OnnxConstants
  ) throws(OnnxRefusal) -> [Int] {
    let whole: [Int]
    if let constant = constants.constant(name) {
      whole = constant.shape
    } else if let shape = shapes[name] {
      whole = (shape.batch == .none ? [] : [batch]) + (shape.sides ?? [])
    } else {
      throw .unknown
    }
    return try bounded(whole, from: node.integer("start") ?? 0, to: node.integer("end") ?? whole.count)
  }

  private mutating func slice(
    _ entries: [Int], _ node: OperatorGraph.Node, _ constants: inout OnnxConstants
  ) throws(OnnxRefusal) -> [Int] {
    var limits: [Int] = []
    for (place, name) in ["starts", "ends"].enumerated() {
      var given = try node.integers(name)
      if given == nil { given = try required(node.input(place + 1) ?? "", &constants) }
      guard let given, given.count == 1 else { throw .unknown }
      limits.append(given[0])
    }
    if let steps = node.input(4) { guard try required(steps, &constants) == [1] else { throw .unknown } }
    return try bounded(entries, from: limits[0], to: limits[1])
  }

  private func bounded(_ entries: [Int], from start: Int, to end: Int) throws(OnnxRefusal) -> [Int] {
    let count = entries.count
    let start = min(max(start < 0 ? start &+ count : start, 0), count)
    let end = min(max(end < 0 ? end &+ count : end, 0), count)
    return start < end ? Array(entries[start..<end]) : []
  }

  private func product(_ factors: [Int]) throws(OnnxRefusal) -> Int {
    guard let product = checkedElementCount(factors) else { throw .unknown }
    return product
  }
}
