extension PickleReader {
  /// The value of an instruction that carries it.
  mutating func scalar(_ opcode: PickleOpcode) throws(PickleFault) -> PickleValue {
    switch opcode {
    case .none: return .none
    case .newTrue: return .bool(true)
    case .newFalse: return .bool(false)
    case .binInt1: return .integer(Int(try cursor.byte()))
    case .binInt2: return .integer(Int(try cursor.integer(byteCount: 2)))
    case .binInt: return .integer(Int(Int32(truncatingIfNeeded: try cursor.integer(byteCount: 4))))
    case .long1: return try longInteger(byteCount: UInt64(cursor.byte()))
    case .long4: return try longInteger(byteCount: length(4))
    case .int, .long: return try integerLine()
    case .binFloat: return .number(Double(bitPattern: try cursor.integer(byteCount: 8).byteSwapped))
    case .float:
      guard let number = Double(try cursor.textLine()) else { throw fault("a number is not one") }
      return .number(number)
    case .shortBinUnicode, .binUnicode, .binUnicode8, .unicode, .shortBinString, .binString, .string:
      return .text(try string(opcode))
    case .shortBinBytes: return try bytes(count: UInt64(cursor.byte()))
    case .binBytes: return try bytes(count: cursor.integer(byteCount: 4))
    case .binBytes8, .byteArray8: return try bytes(count: cursor.integer(byteCount: 8))
    default: throw fault("unexpected instruction")
    }
  }

  private mutating func string(_ opcode: PickleOpcode) throws(PickleFault) -> String {
    let text: String
    switch opcode {
    case .shortBinUnicode: text = try cursor.text(count: UInt64(cursor.byte()))
    case .binUnicode: text = try cursor.text(count: cursor.integer(byteCount: 4))
    case .binUnicode8: text = try cursor.text(count: cursor.integer(byteCount: 8))
    case .unicode: text = try cursor.textLine()
    // Python 2's strings are bytes; each stands for the code point of its number, as `encoding='latin1'` reads them.
    case .shortBinString: text = latin1(try cursor.bytes(count: UInt64(cursor.byte())))
    case .binString: text = latin1(try cursor.bytes(count: length(4)))
    default: text = latin1(try quoted(cursor.line()))
    }
    try graph.charge(text.utf8.count)
    return text
  }

  /// A signed length, which must not be negative.
  private mutating func length(_ byteCount: Int) throws(PickleFault) -> UInt64 {
    let length = Int32(truncatingIfNeeded: try cursor.integer(byteCount: byteCount))
    guard length >= 0 else { throw fault("a negative length, \(length)") }
    return UInt64(length)
  }

  private mutating func bytes(count: UInt64) throws(PickleFault) -> PickleValue {
    try graph.add(.bytes(.stored(cursor.range(count: count))))
  }

  /// Two's complement of any length; what does not fit stays where it is.
  private mutating func longInteger(byteCount: UInt64) throws(PickleFault) -> PickleValue {
    if byteCount == 0 { return .integer(0) }
    if byteCount > 8 { return try graph.add(.largeInteger(cursor.range(count: byteCount))) }
    let unused = 64 - 8 * byteCount
    let bits = try cursor.integer(byteCount: Int(byteCount))
    return .integer(Int(Int64(bitPattern: bits << unused) >> Int64(unused)))
  }

  private mutating func integerLine() throws(PickleFault) -> PickleValue {
    let start = cursor.position
    var line = try cursor.textLine()
    if line == "00" { return .bool(false) }
    if line == "01" { return .bool(true) }
    if line.hasSuffix("L") { line.removeLast() }
    if let number = Int(line) { return .integer(number) }
    guard !line.isEmpty, line.drop(while: { $0 == "-" }).utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else {
      throw fault("an integer is not one")
    }
    return try graph.add(.largeInteger(start..<cursor.position - 1))
  }

  private func latin1(_ bytes: [UInt8]) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: bytes.lazy.map { Unicode.Scalar($0) })
    return String(text)
  }

  /// The bytes of a Python 2 string literal.
  private func quoted(_ line: [UInt8]) throws(PickleFault) -> [UInt8] {
    guard line.count >= 2, let quote = line.first, line.last == quote, [0x22, 0x27].contains(quote) else {
      throw fault("a string without quotes")
    }
    var bytes: [UInt8] = []
    var index = 1
    while index < line.count - 1 {
      let (byte, length) =
        line[index] == UInt8(ascii: "\\") ? escape(line[(index + 1)..<(line.count - 1)]) : (line[index], 1)
      bytes.append(byte)
      index += length
    }
    return bytes
  }

  /// What follows a backslash: the byte that it stands for, and how many bytes are used with the backslash.
  private func escape(_ rest: ArraySlice<UInt8>) -> (byte: UInt8, length: Int) {
    guard let mark = rest.first else { return (UInt8(ascii: "\\"), 1) }
    switch mark {
    case UInt8(ascii: "n"): return (0x0A, 2)
    case UInt8(ascii: "r"): return (0x0D, 2)
    case UInt8(ascii: "t"): return (0x09, 2)
    case UInt8(ascii: "x"):
      guard let byte = UInt8(String(decoding: rest.dropFirst().prefix(2), as: UTF8.self), radix: 16) else {
        return (mark, 2)
      }
      return (byte, 4)
    default: return (mark, 2)
    }
  }
}
