import OnnxProto

/// Turns ONNX's graph into an `OperatorGraph`.
enum OnnxGraphReader {
  /// A node that is no constant.
  static func node(_ node: OnnxNodeProto) -> OperatorGraph.Node {
    OperatorGraph.Node(
      name: node.name, operation: node.opType, domain: node.domain == "ai.onnx" ? "" : node.domain,
      inputs: node.input, outputs: node.output,
      attributes: Dictionary(node.attribute.map { ($0.name, attribute($0)) }) { first, _ in first })
  }

  /// An input or output. A side that is not positive says nothing.
  static func value(_ value: OnnxValueInfoProto) -> OperatorGraph.Value {
    guard value.type.tensorType.hasShape else { return .init(name: value.name, shape: nil) }
    return .init(
      name: value.name, shape: value.type.tensorType.shape.dim.map { $0.dimValue > 0 ? Int($0.dimValue) : nil })
  }

  /// The version of ONNX's own operators: 1 where the file gives none, as in the first version of the format.
  static func operatorSetVersion(_ model: OnnxModelProto) -> Int {
    Int(model.opsetImport.first { $0.domain.isEmpty || $0.domain == "ai.onnx" }?.version ?? 1)
  }

  /// Longer lists (of decision trees, say) belong to operators that are not understood.
  private static let listLimit = 1024

  private static func attribute(_ attribute: OnnxAttributeProto) -> OperatorGraph.Attribute {
    switch kind(of: attribute) {
    case 1: .float(Double(attribute.f))
    case 2: .integer(Int(attribute.i))
    case 3: .text(String(decoding: attribute.s, as: UTF8.self))
    case 6 where attribute.floats.count <= listLimit: .floats(attribute.floats.map(Double.init))
    case 7 where attribute.ints.count <= listLimit: .integers(attribute.ints.map(Int.init))
    default: .other
    }
  }

  /// `AttributeType`, told by the fields where the file leaves it out.
  private static func kind(of attribute: OnnxAttributeProto) -> Int32 {
    if attribute.type != 0 { return attribute.type }
    if attribute.hasF { return 1 }
    if attribute.hasI { return 2 }
    if attribute.hasS { return 3 }
    if attribute.hasT { return 4 }
    return attribute.floats.isEmpty ? 7 : 6
  }
}
