/// How one number is stored in a tensor file.
public enum ElementType: Sendable, CaseIterable {
  /// IEEE 754 binary64.
  case float64
  /// IEEE 754 binary32.
  case float32
  /// IEEE 754 binary16.
  case float16
  /// The upper half of a binary32: 8 exponent bits, 7 fraction bits.
  case bfloat16
  /// Signed, one byte.
  case int8
  /// Unsigned, one byte.
  case uint8
  /// Signed, two bytes.
  case int16
  /// Unsigned, two bytes.
  case uint16
  /// Signed, four bytes.
  case int32
  /// Unsigned, four bytes.
  case uint32
  /// Signed, eight bytes; beyond ±2⁵³ the conversion to `Double` rounds.
  case int64
  /// Unsigned, eight bytes; beyond 2⁵³ the conversion to `Double` rounds.
  case uint64
  /// One byte; zero is false, everything else is true and reads as 1.
  case bool

  /// Bytes per element.
  public var byteCount: Int {
    switch self {
    case .float64, .int64, .uint64: 8
    case .float32, .int32, .uint32: 4
    case .float16, .bfloat16, .int16, .uint16: 2
    case .int8, .uint8, .bool: 1
    }
  }

  /// True for the types that weights are stored in.
  public var isFloatingPoint: Bool {
    switch self {
    case .float64, .float32, .float16, .bfloat16: true
    default: false
    }
  }
}

/// The order of the bytes within one element.
package enum ByteOrder: Sendable {
  /// Least significant byte first.
  case little
  /// Most significant byte first.
  case big
}
