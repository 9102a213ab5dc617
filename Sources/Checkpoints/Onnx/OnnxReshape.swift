import TensorFiles

/// What Reshape, Flatten, Squeeze and Unsqueeze make of a shape all of whose sides are known.
enum OnnxReshape {
  /// The shape after a node.
  static func plainShape(
    after node: OperatorGraph.Node, _ shape: [Int], _ constants: inout OnnxConstants
  ) throws(OnnxRefusal) -> [Int] {
    switch node.operation {
    case "Flatten": return try flattened(shape, axis: node.integer("axis") ?? 1)
    case "Squeeze": return try squeezed(shape, axes: constants.axes(of: node))
    case "Unsqueeze":
      guard let axes = try constants.axes(of: node) else { throw .because("it has no axes") }
      return try unsqueezed(shape, axes: axes)
    default:
      let given = try node.integers("shape") ?? node.input(1).flatMap { constants.integers($0) }
      guard let target = given, target.count <= 16 else { throw .because("its shape is not constant") }
      return try reshaped(shape, to: target, node)
    }
  }

  /// Reshape: 0 copies a side, −1 is what is left.
  static func reshaped(_ shape: [Int], to target: [Int], _ node: OperatorGraph.Node) throws(OnnxRefusal) -> [Int] {
    let refusal = OnnxRefusal.because("a sample of shape \(shape) cannot take the shape \(target)")
    let keepsZeros = try node.integer("allowzero") ?? 0 != 0
    guard target.count <= 16, !keepsZeros || !target.contains(0), target.filter({ $0 == -1 }).count <= 1 else {
      throw refusal
    }
    var sides: [Int] = []
    for (axis, side) in target.enumerated() {
      guard side >= -1, side != 0 || shape.indices.contains(axis) else { throw refusal }
      sides.append(side == 0 ? shape[axis] : side)
    }
    guard let count = checkedElementCount(shape),
      let known = checkedElementCount(sides.map { $0 == -1 ? 1 : $0 })
    else { throw refusal }
    if let free = sides.firstIndex(of: -1) {
      guard known > 0, count % known == 0 else { throw refusal }
      sides[free] = count / known
    } else if count != known {
      throw refusal
    }
    return sides
  }

  private static func flattened(_ shape: [Int], axis: Int) throws(OnnxRefusal) -> [Int] {
    guard axis >= -shape.count, axis <= shape.count else { throw .because("axis \(axis) of shape \(shape)") }
    let axis = axis < 0 ? axis + shape.count : axis
    guard let rows = checkedElementCount(Array(shape[..<axis])),
      let columns = checkedElementCount(Array(shape[axis...]))
    else { throw .because("shape \(shape) is too large") }
    return [rows, columns]
  }

  private static func squeezed(_ shape: [Int], axes: [Int]?) throws(OnnxRefusal) -> [Int] {
    guard let axes else { return shape.filter { $0 != 1 } }
    let dropped = Set(axes.map { $0 < 0 ? $0 &+ shape.count : $0 })
    guard dropped.allSatisfy({ shape.indices.contains($0) && shape[$0] == 1 }) else {
      throw .because("axes \(axes) of shape \(shape) are not all of side 1")
    }
    return shape.indices.filter { !dropped.contains($0) }.map { shape[$0] }
  }

  private static func unsqueezed(_ shape: [Int], axes: [Int]) throws(OnnxRefusal) -> [Int] {
    let rank = shape.count + axes.count
    // Axes come from an attribute of any length; no honest model has more.
    guard rank <= 16 else { throw .because("\(rank) axes") }
    let added = Set(axes.map { $0 < 0 ? $0 &+ rank : $0 })
    guard added.count == axes.count, added.allSatisfy((0..<rank).contains) else {
      throw .because("axes \(axes) do not fit the shape \(shape)")
    }
    var rest = shape[...]
    return (0..<rank).map { added.contains($0) ? 1 : rest.removeFirst() }
  }
}
