/// The header of a NumPy array: signature, version, and a Python dict literal with exactly three keys.
struct NpyHeader: Equatable {
  let descr: String
  let isFortranOrder: Bool
  let shape: [Int]
  /// Where the elements begin.
  let dataStart: Int

  /// Why a header is refused.
  enum Fault: Error, Equatable {
    case wrongSignature
    case unsupportedVersion(Int)
    case truncated(needed: UInt64, found: Int)
    case tooLong(UInt64)
    case malformed(offset: Int, reason: String)
  }

  /// NumPy's own limit for files that are not trusted, in bytes.
  static let lengthLimit = 10_000
  /// No header reaches beyond so many bytes of the file.
  static let prefixLimit = 12 + lengthLimit

  /// Parses the beginning of an array file.
  ///
  /// - Parameter prefix: the first `prefixLimit` bytes, or all where there are fewer.
  init(prefix: [UInt8]) throws(Fault) {
    guard prefix.starts(with: Array("\u{93}NUMPY".unicodeScalars.map { UInt8($0.value) })) else {
      throw .wrongSignature
    }
    guard prefix.count >= 10 else { throw .truncated(needed: 10, found: prefix.count) }
    let version = Int(prefix[6])
    guard 1...3 ~= version else { throw .unsupportedVersion(version) }
    let textStart = version == 1 ? 10 : 12
    guard prefix.count >= textStart else { throw .truncated(needed: UInt64(textStart), found: prefix.count) }
    let length = prefix[8..<textStart].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= Self.lengthLimit else { throw .tooLong(length) }
    dataStart = textStart + Int(length)
    guard prefix.count >= dataStart else { throw .truncated(needed: UInt64(dataStart), found: prefix.count) }
    var literal = PythonLiteralReader(Array(prefix[textStart..<dataStart]))
    do {
      (descr, isFortranOrder, shape) = try literal.arrayHeader()
    } catch {
      throw .malformed(offset: textStart + error.offset, reason: error.reason)
    }
  }

  /// The element type and byte order that `descr` stands for, or nil for types that cannot be read.
  var coding: (type: ElementType, order: ByteOrder)? { Self.coding(of: descr) }

  /// The element type and byte order of a NumPy type, or nil for types that cannot be read.
  static func coding(of descr: String) -> (type: ElementType, order: ByteOrder)? {
    guard let mark = descr.first, let type = Self.elementTypes[String(descr.dropFirst())] else { return nil }
    switch mark {
    // '=' is the writer's native order; every machine in use writes little-endian.
    case "<", "=": return (type, .little)
    case ">": return (type, .big)
    case "|": return type.byteCount == 1 ? (type, .little) : nil
    default: return nil
    }
  }

  private static let elementTypes: [String: ElementType] = [
    "f8": .float64, "f4": .float32, "f2": .float16, "i1": .int8, "u1": .uint8, "i2": .int16, "u2": .uint16,
    "i4": .int32, "u4": .uint32, "i8": .int64, "u8": .uint64, "b1": .bool,
  ]
}

extension NpyHeader.Fault {
  /// The error for a file, or for an archive member where a tensor is named.
  func error(path: String, tensor: String?) -> TensorFileError {
    switch self {
    case .wrongSignature where tensor == nil: .wrongSignature(path: path, format: "a NumPy array")
    case .wrongSignature:
      .malformedHeader(path: path, tensor: tensor, offset: 0, reason: "does not begin like a NumPy array")
    case .unsupportedVersion(let version): .unsupportedVersion(path: path, version: version)
    case .truncated(let needed, let found):
      .truncated(
        path: path, part: "the array header" + (tensor.map { " of \($0)" } ?? ""), needed: needed, found: found)
    case .tooLong(let length): .headerTooLong(path: path, length: length, limit: NpyHeader.lengthLimit)
    case .malformed(let offset, let reason):
      .malformedHeader(path: path, tensor: tensor, offset: offset, reason: reason)
    }
  }
}
