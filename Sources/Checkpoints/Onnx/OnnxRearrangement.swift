import TensorFiles

extension OnnxSteps {
  /// Reshape, Flatten, Squeeze, Unsqueeze: nothing happens to a sample's entries, as long as samples stay apart.
  mutating func reshape(_ node: OperatorGraph.Node) throws(OnnxRefusal) {
    guard node.input(0) == value else { throw .because("its input is its shape") }
    guard let sides = shape.sides else {
      shape = try reshapedUnknown(node)
      return
    }
    switch shape.batch {
    case .none: shape = SampleShape(batch: .none, sides: try reshaped(sides, batch: 1, node))
    case .fixed(let count): shape = try reshaped(sides, fixed: count, node)
    case .symbolic:
      // What comes out alike for two sizes of the batch comes out so for all; some files work for a batch of one alone.
      let results = try? [2, 3].map { (count) throws(OnnxRefusal) in try reshaped(sides, fixed: count, node) }
      if let results, results[0].sides == results[1].sides, results[0].batch == .fixed(2) {
        shape = shape.with(results[0].sides)
      } else {
        shape = try reshaped(sides, fixed: 1, node)
      }
    }
  }

  private mutating func reshaped(
    _ sides: [Int], fixed count: Int, _ node: OperatorGraph.Node
  ) throws(OnnxRefusal) -> SampleShape {
    let result = try reshaped([count] + sides, batch: count, node)
    if count == 1 { return SampleShape(batch: .none, sides: result) }
    guard result.first == count else { throw .because("it mixes samples: shape \([count] + sides) becomes \(result)") }
    return SampleShape(batch: .fixed(count), sides: Array(result[1...]))
  }

  private mutating func reshaped(
    _ whole: [Int], batch: Int, _ node: OperatorGraph.Node
  ) throws(OnnxRefusal) -> [Int] {
    if node.operation == "Reshape", let name = node.input(1), constants.constant(name) == nil {
      return try OnnxReshape.reshaped(whole, to: target(name, batch: batch), node)
    }
    return try OnnxReshape.plainShape(after: node, whole, &constants)
  }

  private mutating func target(_ name: String, batch: Int) throws(OnnxRefusal) -> [Int] {
    var expression = OnnxShapeExpression(batch: batch, shapes: shapes, index: index)
    guard let target = expression.evaluate(name, &constants) else {
      throw .because("its shape \(name) is neither constant nor made of shapes")
    }
    return target
  }

  /// Samples of unknown shape: the target may tell it.
  private mutating func reshapedUnknown(_ node: OperatorGraph.Node) throws(OnnxRefusal) -> SampleShape {
    if node.operation == "Flatten", try node.integer("axis") ?? 1 == 1 { return shape }
    guard node.operation == "Reshape" else { throw .because("the shape of its input is not known") }
    let batch = 2
    var stated = try node.integers("shape")
    if stated == nil { stated = try target(node.input(1) ?? "", batch: batch) }
    guard let target = stated, let first = target.first, target.count > 1, [0, -1, batch].contains(first) else {
      throw .because("the shape of its input is not known")
    }
    let sides = Array(target[1...])
    guard sides.allSatisfy({ $0 > 0 }), checkedElementCount(sides) != nil else {
      guard first != -1, sides == [-1] else { throw .because("the shape of its input is not known") }
      return shape
    }
    return shape.with(sides)
  }

  /// Transpose: another order of the sample's entries.
  mutating func transpose(_ node: OperatorGraph.Node) throws(OnnxRefusal) {
    guard node.input(0) == value else { throw .unknown }
    guard let sides = shape.sides else { throw .because("the shape of its input is not known") }
    let whole = (shape.batch == .none ? [] : [1]) + sides
    let order = try node.integers("perm") ?? Array(whole.indices.reversed())
    guard order.count == whole.count, order.sorted() == Array(whole.indices) else {
      throw .because("\(order) is no order of the axes of shape \(whole)")
    }
    guard shape.batch == .none || shape.batch == .fixed(1) || order[0] == 0 else {
      throw .because("it moves the axis of the batch")
    }
    let moved = order.map { whole[$0] }
    if !order.filter({ whole[$0] != 1 }).isAscending { try reorder(whole, by: order, node) }
    shape =
      shape.batch == .none || moved[0] != 1
      ? SampleShape(batch: .none, sides: moved) : shape.with(Array(moved[1...]))
  }

  private mutating func reorder(_ sides: [Int], by order: [Int], _ node: OperatorGraph.Node) throws(OnnxRefusal) {
    guard let count = checkedElementCount(sides), count <= reorderBudget else {
      throw .because("samples of shape \(sides) are too large")
    }
    reorderBudget -= count
    append(.reorder(transposition(sides, axes: order)), node)
  }
}
