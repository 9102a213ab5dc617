/// A strict pull parser for JSON: the caller asks for what must come next.
///
/// Foundation's decoders build the whole tree, drop duplicate keys silently and pass numbers through `Double`; a header
/// of an untrusted file needs integers that are exact and keys that are unique.
package struct JSONReader {
  private let bytes: [UInt8]
  package private(set) var position = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads an object; `member` must consume the value of each key. A repeated key is an error.
  package mutating func object(
    _ member: (_ reader: inout JSONReader, _ key: String) throws(HeaderSyntaxError) -> Void
  ) throws(HeaderSyntaxError) {
    try expect("{")
    var keys: Set<String> = []
    if consume("}") { return }
    repeat {
      skipSpace()
      let start = position
      let key = try string()
      guard keys.insert(key).inserted else { throw .init(offset: start, reason: "duplicate key \"\(key)\"") }
      try expect(":")
      try member(&self, key)
    } while consume(",")
    try expect("}")
  }

  /// Reads an array; `element` must consume each element.
  package mutating func array(_ element: (inout JSONReader) throws(HeaderSyntaxError) -> Void) throws(HeaderSyntaxError)
  {
    try expect("[")
    if consume("]") { return }
    repeat { try element(&self) } while consume(",")
    try expect("]")
  }

  /// Reads an integer from 0 to `Int.max`, without fraction or exponent.
  mutating func nonNegativeInteger() throws(HeaderSyntaxError) -> Int {
    skipSpace()
    let start = position
    var value = 0
    while let digit = peek(), UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit {
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow2) = tens.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
      if overflow || overflow2 { throw .init(offset: start, reason: "the integer does not fit in 63 bits") }
      value = sum
      position += 1
    }
    let leadingZero = position - start > 1 && bytes[start] == UInt8(ascii: "0")
    if position == start || leadingZero { throw .init(offset: start, reason: "expected a non-negative integer") }
    if let next = peek(), [".", "e", "E"].contains(Character(Unicode.Scalar(next))) {
      throw .init(offset: start, reason: "expected an integer, found a fraction or exponent")
    }
    return value
  }

  /// Reads a string.
  package mutating func string() throws(HeaderSyntaxError) -> String {
    try expect("\"")
    let start = position
    var text: [UInt8] = []
    while let byte = peek(), byte != UInt8(ascii: "\"") {
      if byte < 0x20 { throw .init(offset: position, reason: "control character in a string") }
      position += 1
      if byte == UInt8(ascii: "\\") { try text.append(contentsOf: escaped()) } else { text.append(byte) }
    }
    guard position < bytes.count else { throw .init(offset: start, reason: "the string does not end") }
    position += 1
    guard let string = String(validating: text, as: UTF8.self) else {
      throw .init(offset: start, reason: "the string is not UTF-8")
    }
    return string
  }

  /// Skips a value of a key that this reader does not know. Nesting is limited, so that no input overflows the stack.
  package mutating func skipValue(depth: Int = 0) throws(HeaderSyntaxError) {
    skipSpace()
    guard depth < 32 else { throw .init(offset: position, reason: "nested more than 32 deep") }
    switch peek() {
    case UInt8(ascii: "{"):
      try object { (reader, _) throws(HeaderSyntaxError) in try reader.skipValue(depth: depth + 1) }
    case UInt8(ascii: "["): try array { (reader) throws(HeaderSyntaxError) in try reader.skipValue(depth: depth + 1) }
    case UInt8(ascii: "\""): _ = try string()
    default: try skipScalar()
    }
  }

  /// Requires that only white space is left.
  package mutating func end() throws(HeaderSyntaxError) {
    skipSpace()
    guard position == bytes.count else { throw .init(offset: position, reason: "text after the end of the object") }
  }

  /// The first byte of what comes next, after white space; nil at the end.
  package mutating func nextByte() -> UInt8? {
    skipSpace()
    return peek()
  }

  /// Reads a number, as far as it is a finite one: nil for the tokens NaN and Infinity, which Python writes, and for
  /// true, false and null.
  package mutating func finiteNumber() throws(HeaderSyntaxError) -> Double? {
    skipSpace()
    let value = Double(try scalar()) ?? .nan
    return value.isFinite ? value : nil
  }

  private mutating func skipScalar() throws(HeaderSyntaxError) { _ = try scalar() }

  /// Reads a number, true, false or null as text.
  mutating func scalar() throws(HeaderSyntaxError) -> String {
    let start = position
    while let byte = peek(), !#",]} "#.utf8.contains(byte), byte > 0x20 { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard ["true", "false", "null"].contains(text) || Double(text) != nil else {
      throw .init(offset: start, reason: "expected a value")
    }
    return text
  }

  private mutating func escaped() throws(HeaderSyntaxError) -> [UInt8] {
    guard let byte = peek() else { throw .init(offset: position, reason: "the string does not end") }
    position += 1
    switch Character(Unicode.Scalar(byte)) {
    case "\"", "\\", "/": return [byte]
    case "b": return [0x08]
    case "f": return [0x0C]
    case "n": return [0x0A]
    case "r": return [0x0D]
    case "t": return [0x09]
    case "u": return try unicodeEscape()
    default: throw .init(offset: position - 1, reason: "unknown escape")
    }
  }

  /// \uXXXX, or two of them for a surrogate pair.
  private mutating func unicodeEscape() throws(HeaderSyntaxError) -> [UInt8] {
    let start = position
    var code = try fourHexDigits()
    if 0xD800..<0xDC00 ~= code, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    {
      position += 2
      let low = try fourHexDigits()
      guard 0xDC00..<0xE000 ~= low else { throw .init(offset: start, reason: "unpaired surrogate") }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw .init(offset: start, reason: "unpaired surrogate") }
    return Array(String(Character(scalar)).utf8)
  }

  private mutating func fourHexDigits() throws(HeaderSyntaxError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw .init(offset: position, reason: "expected a hexadecimal digit")
      }
      code = code << 4 + UInt32(digit)
      position += 1
    }
    return code
  }

  private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = peek(), [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  private mutating func consume(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard peek() == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(HeaderSyntaxError) {
    guard consume(character) else { throw .init(offset: position, reason: "expected '\(character)'") }
  }
}
