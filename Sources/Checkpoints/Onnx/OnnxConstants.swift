import TensorFiles

/// A tensor of the file as a node sees it: perhaps with another shape, or as its transpose.
struct OnnxConstant: Equatable {
  /// The stored tensor.
  let tensor: TensorDescription
  /// The sides that the node sees.
  var shape: [Int]
  /// True for a matrix that is the transpose of the stored one.
  var isTransposed = false

  var count: Int { tensor.elementCount }

  /// The stored tensor under the shape that the node sees, for operators that read it by rows.
  func viewed() throws(OnnxRefusal) -> TensorDescription {
    guard !isTransposed else { throw .because("the constant \(tensor.name) is transposed") }
    return described(shape)
  }

  /// The matrix and how it is stored, where the node sees it as (in × out) or (out × in).
  func matrix(_ seen: ModelManifest.Layout) throws(OnnxRefusal) -> (TensorDescription, ModelManifest.Layout) {
    guard shape.count == 2 else { throw .because("\(tensor.name) of shape \(shape) is no matrix") }
    guard isTransposed else { return (described(shape), seen) }
    return (described(shape.reversed()), seen == .inOut ? .outIn : .inOut)
  }

  private func described(_ shape: [Int]) -> TensorDescription {
    TensorDescription(name: tensor.name, elementType: tensor.elementType, storedType: tensor.storedType, shape: shape)
  }
}

/// The constants of a graph: its tensors, and what nodes make of them by moving entries around.
struct OnnxConstants {
  private let tensors: [String: TensorDescription]
  private let small: [String: [Double]]
  private let index: OnnxGraphIndex
  private var known: [String: OnnxConstant?] = [:]
  private var depth = 0

  /// Exporters write a few such nodes in a row.
  private static let depthLimit = 32

  init(_ graph: OperatorGraph, _ index: OnnxGraphIndex, tensors: [TensorDescription]) {
    // Of a rank that operators have: the work for one node stays small.
    self.tensors = Dictionary(tensors.lazy.filter { $0.shape.count <= 16 }.map { ($0.name, $0) }) { first, _ in first }
    self.index = index
    small = graph.smallConstants
  }

  /// The constant with this name; nil for a value that depends on the input.
  mutating func constant(_ name: String) -> OnnxConstant? {
    if let tensor = tensors[name] { return OnnxConstant(tensor: tensor, shape: tensor.shape) }
    if let known = known[name] { return known }
    guard depth < Self.depthLimit, let producer = index.producer[name] else { return nil }
    // A node that needs its own result is no constant.
    known[name] = .some(nil)
    depth += 1
    defer { depth -= 1 }
    let node = index.nodes[producer]
    guard node.domain.isEmpty, node.outputs.first == name, let input = node.input(0), let constant = constant(input),
      let result = try? moved(constant, by: node)
    else { return nil }
    known[name] = result
    return result
  }

  /// The entries of a constant with at most 64 of them.
  mutating func values(_ name: String) -> [Double]? {
    guard let constant = constant(name), !constant.isTransposed else { return nil }
    return small[constant.tensor.name]
  }

  /// The entries of a small constant of integers.
  mutating func integers(_ name: String) -> [Int]? {
    guard let values = values(name) else { return nil }
    let integers = values.compactMap { Int(exactly: $0) }
    return integers.count == values.count ? integers : nil
  }

  /// The axes that an operator works on: an attribute in older files, an input in newer ones.
  mutating func axes(of node: OperatorGraph.Node) throws(OnnxRefusal) -> [Int]? {
    if let axes = try node.integers("axes") { return axes }
    guard let name = node.input(1) else { return nil }
    guard let axes = integers(name) else { throw .because("its axes are not constant") }
    return axes
  }

  private mutating func moved(_ constant: OnnxConstant, by node: OperatorGraph.Node) throws(OnnxRefusal) -> OnnxConstant
  {
    switch node.operation {
    case "Identity": return constant
    case "Cast": return try cast(constant, node)
    case "Transpose": return try transposed(constant, node)
    case "Reshape", "Flatten", "Squeeze", "Unsqueeze":
      guard !constant.isTransposed else { throw .unknown }
      var result = constant
      result.shape = try OnnxReshape.plainShape(after: node, constant.shape, &self)
      return result
    default: throw .unknown
    }
  }

  /// Only a type that keeps every value: int64 for integers, a wider one for floating-point numbers.
  private func cast(_ constant: OnnxConstant, _ node: OperatorGraph.Node) throws(OnnxRefusal) -> OnnxConstant {
    guard let from = constant.tensor.elementType, let to = try node.integer("to") else { throw .unknown }
    let keepsValues = from.isFloatingPoint ? (OnnxElementCodes.floats[to] ?? 0) > from.byteCount : to == 7
    guard keepsValues || OnnxElementCodes.codes[from] == to else { throw .unknown }
    return constant
  }

  private func transposed(_ constant: OnnxConstant, _ node: OperatorGraph.Node) throws(OnnxRefusal) -> OnnxConstant {
    let order = try node.integers("perm") ?? Array(constant.shape.indices.reversed())
    guard order.sorted() == Array(constant.shape.indices) else { throw .unknown }
    var result = constant
    result.shape = order.map { constant.shape[$0] }
    if order.filter({ constant.shape[$0] != 1 }).isAscending { return result }
    guard order == [1, 0] else { throw .unknown }
    result.isTransposed.toggle()
    return result
  }
}

/// `TensorProto.DataType`, as Cast names it.
enum OnnxElementCodes {
  /// Bytes of the floating-point types.
  static let floats = [1: 4, 10: 2, 11: 8, 16: 2]
  /// The floating-point types.
  static let codes: [ElementType: Int] = [.float32: 1, .float16: 10, .float64: 11, .bfloat16: 16]
}

extension [Int] {
  /// True where every element is greater than the one before.
  var isAscending: Bool { zip(self, dropFirst()).allSatisfy(<) }
}
