private import CHDF5

/// The type of a dataset's elements, as far as this library reads it.
struct HDF5NumberType {
  /// Nil for records, texts, references and numbers of unusual bits.
  let elementType: ElementType?
  let byteOrder: ByteOrder
  /// The type in words, for messages.
  let text: String

  /// Looks at a type of the file.
  init(_ type: borrowing HDF5Handle) {
    let size = H5Tget_size(type.id)
    let order = H5Tget_order(type.id)
    byteOrder = order == H5T_ORDER_BE ? .big : .little
    let isPlain = order == H5T_ORDER_LE || order == H5T_ORDER_BE
    switch H5Tget_class(type.id) {
    case H5T_FLOAT:
      elementType = isPlain ? Self.float(type, size: size) : nil
      text = "\(8 * size)-bit float"
    case H5T_INTEGER:
      elementType = isPlain ? Self.integer(type, size: size) : nil
      text = "\(8 * size)-bit integer"
    case H5T_ENUM:
      elementType = Self.isBoolean(type, size: size) ? .bool : nil
      text = "enumeration"
    case let kind:
      elementType = nil
      text = Self.names[kind.rawValue] ?? "HDF5 class \(kind.rawValue)"
    }
  }

  private static let names: [Int32: String] = [
    H5T_TIME.rawValue: "time", H5T_STRING.rawValue: "text", H5T_BITFIELD.rawValue: "bit field",
    H5T_OPAQUE.rawValue: "opaque", H5T_COMPOUND.rawValue: "record", H5T_REFERENCE.rawValue: "reference",
    H5T_VLEN.rawValue: "variable-length list", H5T_ARRAY.rawValue: "array",
  ]

  /// Compares every field with those of the IEEE formats and of bfloat16.
  private static func float(_ type: borrowing HDF5Handle, size: Int) -> ElementType? {
    var (sign, exponent, exponentSize, mantissa, mantissaSize) = (0, 0, 0, 0, 0)
    guard unsafe H5Tget_fields(type.id, &sign, &exponent, &exponentSize, &mantissa, &mantissaSize) >= 0,
      H5Tget_precision(type.id) == 8 * size, H5Tget_offset(type.id) == 0, H5Tget_norm(type.id) == H5T_NORM_IMPLIED,
      sign == 8 * size - 1, mantissa == 0, exponent == mantissaSize, exponentSize + mantissaSize == sign,
      exponentSize < 16, H5Tget_ebias(type.id) == 1 << (exponentSize - 1) - 1
    else { return nil }
    return switch (size, exponentSize) {
    case (8, 11): .float64
    case (4, 8): .float32
    case (2, 5): .float16
    case (2, 8): .bfloat16
    default: nil
    }
  }

  private static func integer(_ type: borrowing HDF5Handle, size: Int) -> ElementType? {
    guard H5Tget_precision(type.id) == 8 * size, H5Tget_offset(type.id) == 0 else { return nil }
    let isSigned = H5Tget_sign(type.id) == H5T_SGN_2
    return switch size {
    case 1: isSigned ? .int8 : .uint8
    case 2: isSigned ? .int16 : .uint16
    case 4: isSigned ? .int32 : .uint32
    case 8: isSigned ? .int64 : .uint64
    default: nil
    }
  }

  /// h5py writes booleans as an enumeration of FALSE and TRUE over one byte.
  private static func isBoolean(_ type: borrowing HDF5Handle, size: Int) -> Bool {
    guard size == 1, H5Tget_nmembers(type.id) == 2 else { return false }
    let names = (0..<UInt32(2)).map { index in
      let name = unsafe H5Tget_member_name(type.id, index)
      defer { _ = unsafe H5free_memory(name) }
      return unsafe name.map { unsafe String(cString: $0) } ?? ""
    }
    return names == ["FALSE", "TRUE"]
  }
}
