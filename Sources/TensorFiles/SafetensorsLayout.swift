/// Puts the tensors of a safetensors header into the data that follows it, trusting none of the numbers.
struct SafetensorsLayout {
  let path: String
  /// Where the data begins in the file.
  let dataStart: Int
  let dataByteCount: Int

  /// The tensors by their place in the data. A tensor without a place is one whose type cannot be read.
  func place(
    _ entries: [SafetensorsHeader.Entry]
  ) throws(TensorFileError) -> [(TensorDescription, StoredTensor?)] {
    var result: [(TensorDescription, StoredTensor?)] = []
    var end = 0
    for entry in entries.sorted(by: { ($0.start, $0.end, $0.name) < ($1.start, $1.end, $1.name) }) {
      guard entry.start == end else {
        throw .offsetMismatch(path: path, tensor: entry.name, expected: end, found: entry.start)
      }
      guard entry.end <= dataByteCount else {
        throw .offsetOutOfBounds(path: path, tensor: entry.name, end: entry.end, limit: dataByteCount)
      }
      result.append(try place(entry))
      end = entry.end
    }
    guard end == dataByteCount else {
      throw .trailingBytes(path: path, expected: dataStart + end, found: dataStart + dataByteCount)
    }
    return result
  }

  private func place(_ entry: SafetensorsHeader.Entry) throws(TensorFileError) -> (TensorDescription, StoredTensor?) {
    let overflow = TensorFileError.shapeOverflow(path: path, tensor: entry.name, shape: entry.shape)
    guard let count = checkedElementCount(entry.shape) else { throw overflow }
    if let bits = Self.bitWidths[entry.type] {
      let (total, overflows) = count.multipliedReportingOverflow(by: bits)
      if overflows { throw overflow }
      // Types below a byte may not end within one.
      guard total % 8 == 0, total / 8 == entry.end - entry.start else {
        let expected = total / 8 + (total % 8 == 0 ? 0 : 1)
        throw .sizeMismatch(path: path, tensor: entry.name, expected: expected, found: entry.end - entry.start)
      }
    }
    let type = Self.elementTypes[entry.type]
    let description = TensorDescription(
      name: entry.name, elementType: type, storedType: entry.type, shape: entry.shape)
    guard let type else { return (description, nil) }
    guard let place = StoredTensor(elementType: type, shape: entry.shape, offset: dataStart + entry.start) else {
      throw overflow
    }
    return (description, place)
  }

  private static let elementTypes: [String: ElementType] = [
    "F64": .float64, "F32": .float32, "F16": .float16, "BF16": .bfloat16, "I8": .int8, "U8": .uint8, "I16": .int16,
    "U16": .uint16, "I32": .int32, "U32": .uint32, "I64": .int64, "U64": .uint64, "BOOL": .bool,
  ]

  /// Bits per element, also of types that are listed but not read. The offsets of an unknown type are trusted as far
  /// as they fit between their neighbours.
  private static let bitWidths: [String: Int] = [
    "F64": 64, "I64": 64, "U64": 64, "C64": 64, "F32": 32, "I32": 32, "U32": 32, "F16": 16, "BF16": 16, "I16": 16,
    "U16": 16, "I8": 8, "U8": 8, "BOOL": 8, "F8_E4M3": 8, "F8_E5M2": 8, "F8_E8M0": 8, "F8_E4M3FNUZ": 8,
    "F8_E5M2FNUZ": 8, "F6_E2M3": 6, "F6_E3M2": 6, "F4": 4,
  ]
}
