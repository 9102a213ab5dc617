/// Reads the dict literal of a NumPy header and nothing else; nothing is ever evaluated.
struct PythonLiteralReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// `{'descr': …, 'fortran_order': …, 'shape': (…)}` in any order, then white space only.
  mutating func arrayHeader() throws(HeaderSyntaxError) -> (descr: String, isFortranOrder: Bool, shape: [Int]) {
    var descr: String?
    var isFortranOrder: Bool?
    var shape: [Int]?
    try expect("{")
    while !consume("}") {
      let start = position
      let key = try string()
      try expect(":")
      switch key {
      case "descr" where descr == nil: descr = try self.descr()
      case "fortran_order" where isFortranOrder == nil: isFortranOrder = try boolean()
      case "shape" where shape == nil: shape = try tuple()
      default: throw .init(offset: start, reason: "unknown or repeated key '\(key)'")
      }
      if !consume(",") {
        try expect("}")
        break
      }
    }
    skipSpace()
    guard position == bytes.count else { throw .init(offset: position, reason: "text after the dict") }
    guard let descr, let isFortranOrder, let shape else {
      throw .init(offset: position, reason: "the dict needs descr, fortran_order and shape")
    }
    return (descr, isFortranOrder, shape)
  }

  /// A string, or the list of a structured type, of which only the text is kept for messages.
  private mutating func descr() throws(HeaderSyntaxError) -> String {
    skipSpace()
    guard peek() == UInt8(ascii: "[") else { return try string() }
    let start = position
    var depth = 0
    repeat {
      switch peek() {
      case UInt8(ascii: "["), UInt8(ascii: "("): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: ")"): depth -= 1
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        _ = try string()
        continue
      case nil: throw .init(offset: start, reason: "the list does not end")
      default: break
      }
      position += 1
    } while depth > 0
    return "structured " + String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func string() throws(HeaderSyntaxError) -> String {
    skipSpace()
    let start = position
    guard let quote = peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw .init(offset: position, reason: "expected a string")
    }
    position += 1
    while let byte = peek(), byte != quote {
      // No key and no type that can be read contains an escape.
      if byte == UInt8(ascii: "\\") || byte < 0x20 { throw .init(offset: position, reason: "escape in a string") }
      position += 1
    }
    guard position < bytes.count else { throw .init(offset: start, reason: "the string does not end") }
    position += 1
    return String(decoding: bytes[start + 1..<position - 1], as: UTF8.self)
  }

  private mutating func boolean() throws(HeaderSyntaxError) -> Bool {
    skipSpace()
    for (word, value) in [("True", true), ("False", false)] where bytes[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return value
    }
    throw .init(offset: position, reason: "expected True or False")
  }

  private mutating func tuple() throws(HeaderSyntaxError) -> [Int] {
    try expect("(")
    var values: [Int] = []
    while !consume(")") {
      values.append(try integer())
      if !consume(",") {
        try expect(")")
        // (3) is a number in Python, (3,) a tuple.
        if values.count == 1 { throw .init(offset: position, reason: "the shape is not a tuple") }
        break
      }
    }
    return values
  }

  private mutating func integer() throws(HeaderSyntaxError) -> Int {
    skipSpace()
    let start = position
    while let byte = peek(), UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { position += 1 }
    guard let value = Int(String(decoding: bytes[start..<position], as: UTF8.self)) else {
      throw .init(offset: start, reason: "expected an integer from 0 to \(Int.max)")
    }
    // Python 2 wrote 3L.
    if peek() == UInt8(ascii: "L") { position += 1 }
    return value
  }

  private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0A { position += 1 }
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
