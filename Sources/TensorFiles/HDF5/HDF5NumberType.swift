/// The type of a dataset's elements, as far as this library reads it.
struct HDF5NumberType {
  /// Nil for records, texts, references and numbers of unusual bits.
  let elementType: ElementType?
  let byteOrder: ByteOrder
  /// The type in words, for messages.
  let text: String

  /// Reads the message of a type; nil where it breaks off.
  init?(_ message: ArraySlice<UInt8>) {
    var cursor = ByteCursor(message)
    guard let kind = cursor.integer(1), let bits = cursor.integer(3), let size = cursor.integer(4), size > 0 else {
      return nil
    }
    switch kind & 15 {
    case 0:
      byteOrder = bits & 1 == 0 ? .little : .big
      elementType = Self.integer(&cursor, size: size, isSigned: bits & 8 != 0)
      text = "\(8 * size)-bit integer"
    case 1:
      byteOrder = bits & 1 == 0 ? .little : .big
      elementType = Self.float(&cursor, size: size, bits: bits)
      text = "\(8 * size)-bit float"
    case 8:
      byteOrder = .little
      elementType = Self.isBoolean(&cursor, size: size, count: bits & 0xFFFF, isPadded: kind >> 4 < 3) ? .bool : nil
      text = "enumeration"
    case let other:
      byteOrder = .little
      elementType = nil
      // A list of variable length whose first bit is set is a text.
      text = other == 9 && bits & 15 == 1 ? "text" : Self.names[other] ?? "HDF5 class \(other)"
    }
  }

  private static let names = [
    2: "time", 3: "text", 4: "bit field", 5: "opaque", 6: "record", 7: "reference", 9: "variable-length list",
    10: "array",
  ]

  /// Compares every field with those of the IEEE formats and of bfloat16.
  private static func float(_ cursor: inout ByteCursor, size: Int, bits: Int) -> ElementType? {
    guard let offset = cursor.integer(2), let precision = cursor.integer(2), let exponent = cursor.integer(1),
      let exponentSize = cursor.integer(1), let mantissa = cursor.integer(1), let mantissaSize = cursor.integer(1),
      let bias = cursor.integer(4)
    else { return nil }
    // Bit 6 would be VAX order, bits 4 and 5 are 2 for a leading one that is not stored, bits 8 to 15 the sign's place.
    guard size <= 8, precision == 8 * size, offset == 0, bits & 0x70 == 0x20, bits >> 8 == 8 * size - 1, mantissa == 0,
      exponent == mantissaSize, exponentSize + mantissaSize == 8 * size - 1, 1...11 ~= exponentSize,
      bias == 1 << (exponentSize - 1) - 1
    else { return nil }
    return switch (size, exponentSize) {
    case (8, 11): .float64
    case (4, 8): .float32
    case (2, 5): .float16
    case (2, 8): .bfloat16
    default: nil
    }
  }

  private static func integer(_ cursor: inout ByteCursor, size: Int, isSigned: Bool) -> ElementType? {
    guard size <= 8, cursor.integer(2) == 0, cursor.integer(2) == 8 * size else { return nil }
    return switch size {
    case 1: isSigned ? .int8 : .uint8
    case 2: isSigned ? .int16 : .uint16
    case 4: isSigned ? .int32 : .uint32
    case 8: isSigned ? .int64 : .uint64
    default: nil
    }
  }

  /// h5py writes booleans as an enumeration of FALSE and TRUE over one byte.
  private static func isBoolean(_ cursor: inout ByteCursor, size: Int, count: Int, isPadded: Bool) -> Bool {
    // The base type: an integer's message has 12 bytes. Names end in a zero and were padded to 8 bytes in all.
    guard size == 1, count == 2, cursor.take(12) != nil else { return false }
    return isPadded
      ? cursor.take(16).map(Array.init) == Array("FALSE\0\0\0TRUE\0\0\0\0".utf8)
      : cursor.take(11).map(Array.init) == Array("FALSE\0TRUE\0".utf8)
  }
}
