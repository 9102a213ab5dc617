import OnnxProto

/// The tensors and nodes of a model's graph, sorted out.
struct OnnxContents {
  /// All tensors: constants, then initializers, which is the order of the bytes.
  private(set) var tensors: [TensorDescription] = []
  /// The same by name.
  private(set) var stored: [String: OnnxTensorReader.Entry] = [:]
  private var nodes: [OperatorGraph.Node] = []
  private var reader: OnnxTensorReader

  init(path: String) { reader = OnnxTensorReader(path: path) }

  /// Adds a graph.
  ///
  /// - Throws: `duplicateTensor`, and what reading a tensor throws.
  mutating func add(_ graph: OnnxGraphProto) throws(TensorFileError) {
    for node in graph.node {
      if node.opType == "Constant", node.domain.isEmpty || node.domain == "ai.onnx", let name = node.output.first {
        try add(constant(node, name: name))
      } else {
        nodes.append(OnnxGraphReader.node(node))
      }
    }
    for tensor in graph.initializer { try add(reader.read(tensor, name: tensor.name)) }
    for tensor in graph.sparseInitializer { try add(reader.read(tensor, name: tensor.values.name)) }
  }

  /// The graph without its constants.
  func graph(_ model: OnnxModelProto) -> OperatorGraph {
    OperatorGraph(
      nodes: nodes,
      inputs: model.graph.input.filter { stored[$0.name] == nil }.map(OnnxGraphReader.value),
      outputs: model.graph.output.map(OnnxGraphReader.value), smallConstants: smallConstants,
      operatorSetVersion: OnnxGraphReader.operatorSetVersion(model))
  }

  /// What is to be said about other files.
  var remarks: [String] {
    let locations = reader.externalData.locations
    return locations.isEmpty ? [] : ["values in \(locations.joined(separator: ", "))"]
  }

  /// The paths of the files that hold values beside the model.
  var otherFiles: [String] { reader.externalData.locations.map { reader.externalData.folder + $0 } }

  private mutating func add(_ entry: OnnxTensorReader.Entry) throws(TensorFileError) {
    let name = entry.description.name
    guard stored.updateValue(entry, forKey: name) == nil else {
      throw .duplicateTensor(path: reader.path, tensor: name)
    }
    tensors.append(entry.description)
  }

  private var smallConstants: [String: [Double]] {
    stored.compactMapValues { entry in
      entry.description.elementCount <= 64 ? entry.elements?.values(0..<entry.description.elementCount) : nil
    }
  }

  /// The value of a `Constant` node: one attribute.
  private mutating func constant(
    _ node: OnnxNodeProto, name: String
  ) throws(TensorFileError) -> OnnxTensorReader.Entry {
    func entry(
      _ type: ElementType, _ stored: String, _ shape: [Int], _ elements: OnnxElements
    ) -> OnnxTensorReader.Entry {
      (.init(name: name, elementType: type, storedType: stored, shape: shape), elements)
    }
    for value in node.attribute {
      switch value.name {
      case "value": return try reader.read(value.t, name: name)
      case "value_float": return entry(.float32, "FLOAT", [], .floats([value.f]))
      case "value_floats": return entry(.float32, "FLOAT", [value.floats.count], .floats(value.floats))
      case "value_int": return entry(.int64, "INT64", [], .integers([value.i]))
      case "value_ints": return entry(.int64, "INT64", [value.ints.count], .integers(value.ints))
      default: break
      }
    }
    let kind = node.attribute.first?.name ?? "none"
    return (.init(name: name, elementType: nil, storedType: "constant of kind \(kind)", shape: []), nil)
  }
}
