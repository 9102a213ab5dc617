import OnnxProto
import SwiftProtobuf

/// An ONNX model: its initializers and constants are tensors, its nodes are an operator graph.
///
/// The protobuf library parses the model and holds one copy of its bytes; data in other files are mapped. Sparse tensors,
/// texts and constants inside of subgraphs are not read.
package struct OnnxFile: TensorFile {
  package let path: String
  package let tensors: [TensorDescription]
  package let metadata: [String: String]
  package let structure: ModelStructure
  package let remarks: [String]
  package let files: [String]
  // By name: looking one up must not take longer the more there are.
  private let stored: [String: OnnxTensorReader.Entry]

  /// Parses a model and checks the size of every tensor. O(file) time and memory.
  ///
  /// - Throws: what opening a file throws; `malformedModel`, `duplicateTensor`, `shapeOverflow`, `sizeMismatch`,
  ///   `externalData`, `offsetOutOfBounds`.
  package init(path: String) throws(TensorFileError) {
    let model = try Self.parse(path)
    guard model.hasGraph else { throw .malformedModel(path: path, tensor: nil, reason: "it has no graph") }
    var contents = OnnxContents(path: path)
    try contents.add(model.graph)
    self.path = path
    tensors = contents.tensors
    stored = contents.stored
    metadata = Dictionary(model.metadataProps.map { ($0.key, $0.value) }) { first, _ in first }
      .merging(["producer": Self.producer(model)].filter { !$0.value.isEmpty }) { told, _ in told }
    structure = .graph(contents.graph(model))
    remarks = Self.remarks(model) + contents.remarks
    files = [path] + contents.otherFiles
  }

  package func values(of tensor: TensorDescription, elements: Range<Int>) throws(TensorFileError) -> [Double] {
    guard let (description, place) = stored[tensor.name] else {
      throw .unknownTensor(path: path, tensor: tensor.name, known: tensors.map(\.name))
    }
    _ = try readableType(of: description, path: path)
    guard let place else { preconditionFailure("a readable tensor without a place") }
    return place.values(elements)
  }

  /// The catalogue's opener.
  static let open: @Sendable (String) throws(TensorFileError) -> any TensorFile = {
    (path) throws(TensorFileError) in try OnnxFile(path: path)
  }

  private static func parse(_ path: String) throws(TensorFileError) -> OnnxModelProto {
    let file = try MappedFile(path: path)
    let parsed: Result<OnnxModelProto, OnnxWireCheck.Fault> = file.withBytes(0..<file.byteCount) { bytes in
      do {
        try OnnxWireCheck.check(bytes)
        var options = BinaryDecodingOptions()
        options.discardUnknownFields = true
        return .success(try OnnxModelProto(serializedBytes: bytes, options: options))
      } catch let fault as OnnxWireCheck.Fault {
        return .failure(fault)
      } catch {
        return .failure(.init(offset: 0, reason: "protobuf: \(error)"))
      }
    }
    switch parsed {
    case .success(let model): return model
    case .failure(let fault):
      throw .malformedModel(path: path, tensor: nil, reason: "at byte \(fault.offset): \(fault.reason)")
    }
  }

  private static func producer(_ model: OnnxModelProto) -> String {
    [model.producerName, model.producerVersion].filter { !$0.isEmpty }.joined(separator: " ")
  }

  private static func remarks(_ model: OnnxModelProto) -> [String] {
    let version = "ONNX, IR version \(model.irVersion), operator set \(OnnxGraphReader.operatorSetVersion(model))"
    let producer = producer(model)
    let others = Set(model.opsetImport.map(\.domain)).subtracting(["", "ai.onnx"]).sorted()
    return [producer.isEmpty ? version : "\(version), written by \(producer)"]
      + (others.isEmpty ? [] : ["also operators of \(others.joined(separator: ", "))"])
  }
}
