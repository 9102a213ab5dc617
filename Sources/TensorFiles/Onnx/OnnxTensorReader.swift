import OnnxProto

/// Turns ONNX's tensors into descriptions and places of their elements, trusting none of the numbers.
struct OnnxTensorReader {
  /// A tensor; without elements where they cannot be read.
  typealias Entry = (description: TensorDescription, elements: OnnxElements?)

  let path: String
  var externalData: OnnxExternalData

  init(path: String) {
    self.path = path
    externalData = OnnxExternalData(modelPath: path)
  }

  /// A dense tensor.
  ///
  /// - Throws: `malformedModel`, `shapeOverflow`, `sizeMismatch`, and what external data throw.
  mutating func read(_ tensor: OnnxTensorProto, name: String) throws(TensorFileError) -> Entry {
    let shape = try shape(tensor.dims, name)
    let type = Self.types[tensor.dataType]
    let description = TensorDescription(
      name: name, elementType: type?.element, storedType: type?.name ?? "number \(tensor.dataType)", shape: shape)
    guard let element = type?.element else { return (description, nil) }
    guard let place = StoredTensor(elementType: element, shape: shape, offset: 0) else {
      throw .shapeOverflow(path: path, tensor: name, shape: shape)
    }
    let elements: OnnxElements
    if tensor.dataLocation == 1 {
      elements = try externalData.elements(of: tensor, name: name, place)
    } else if tensor.hasRawData {
      try expect(place.byteExtent, found: tensor.rawData.count, name)
      elements = .bytes(place, DataBytes(data: tensor.rawData))
    } else {
      elements = OnnxElements(typedDataOf: tensor, element)
      try expect(place.byteExtent, found: elements.count * element.byteCount, name)
    }
    return (description, elements)
  }

  /// A sparse tensor: listed, never read.
  ///
  /// - Throws: `malformedModel`, `shapeOverflow`.
  func read(_ tensor: OnnxSparseTensorProto, name: String) throws(TensorFileError) -> Entry {
    let type = Self.types[tensor.values.dataType]?.name ?? "number \(tensor.values.dataType)"
    let shape = try shape(tensor.dims, name)
    return (.init(name: name, elementType: nil, storedType: "sparse \(type)", shape: shape), nil)
  }

  /// No honest tensor has as many axes; a list of millions would be copied from hand to hand.
  private static let rankLimit = 64

  private func shape(_ dims: [Int64], _ name: String) throws(TensorFileError) -> [Int] {
    guard dims.count <= Self.rankLimit else {
      throw .malformedModel(path: path, tensor: name, reason: "\(dims.count) sides, more than \(Self.rankLimit)")
    }
    let shape = dims.map(Int.init)
    if let side = shape.first(where: { $0 < 0 }) {
      throw .malformedModel(path: path, tensor: name, reason: "a side of \(side)")
    }
    guard checkedElementCount(shape) != nil else { throw .shapeOverflow(path: path, tensor: name, shape: shape) }
    return shape
  }

  private func expect(_ expected: Int, found: Int, _ name: String) throws(TensorFileError) {
    guard expected == found else {
      throw .sizeMismatch(path: path, tensor: name, expected: expected, found: found)
    }
  }

  /// `TensorProto.DataType`.
  private static let types: [Int32: (name: String, element: ElementType?)] = [
    0: ("UNDEFINED", nil), 1: ("FLOAT", .float32), 2: ("UINT8", .uint8), 3: ("INT8", .int8), 4: ("UINT16", .uint16),
    5: ("INT16", .int16), 6: ("INT32", .int32), 7: ("INT64", .int64), 8: ("STRING", nil), 9: ("BOOL", .bool),
    10: ("FLOAT16", .float16), 11: ("DOUBLE", .float64), 12: ("UINT32", .uint32), 13: ("UINT64", .uint64),
    14: ("COMPLEX64", nil), 15: ("COMPLEX128", nil), 16: ("BFLOAT16", .bfloat16), 17: ("FLOAT8E4M3FN", nil),
    18: ("FLOAT8E4M3FNUZ", nil), 19: ("FLOAT8E5M2", nil), 20: ("FLOAT8E5M2FNUZ", nil), 21: ("UINT4", nil),
    22: ("INT4", nil), 23: ("FLOAT4E2M1", nil), 24: ("FLOAT8E8M0", nil),
  ]
}
