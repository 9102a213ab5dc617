/// The header of a safetensors file, checked for grammar only: sizes and places are still untrusted.
struct SafetensorsHeader {
  /// One tensor as the header states it.
  struct Entry: Equatable {
    let name: String
    let type: String
    let shape: [Int]
    let start: Int
    let end: Int
  }

  private(set) var entries: [Entry] = []
  private(set) var metadata: [String: String] = [:]

  /// Parses the JSON text, which may be padded with white space.
  init(_ text: [UInt8]) throws(HeaderSyntaxError) {
    // The reference reader insists on this first byte.
    guard text.first == UInt8(ascii: "{") else { throw .init(offset: 0, reason: "expected '{'") }
    var reader = JSONReader(text)
    var entries: [Entry] = []
    var metadata: [String: String] = [:]
    try reader.object { (reader, name) throws(HeaderSyntaxError) in
      if name == "__metadata__" {
        try reader.object { (reader, key) throws(HeaderSyntaxError) in metadata[key] = try reader.string() }
      } else {
        entries.append(try Self.entry(name, &reader))
      }
    }
    try reader.end()
    self.entries = entries
    self.metadata = metadata
  }

  private static func entry(_ name: String, _ reader: inout JSONReader) throws(HeaderSyntaxError) -> Entry {
    var type: String?
    var shape: [Int]?
    var offsets: [Int]?
    try reader.object { (reader, key) throws(HeaderSyntaxError) in
      switch key {
      case "dtype": type = try reader.string()
      case "shape": shape = try integers(&reader)
      case "data_offsets": offsets = try integers(&reader)
      default: try reader.skipValue()
      }
    }
    guard let type, let shape, let offsets, offsets.count == 2 else {
      throw .init(offset: reader.position, reason: "\"\(name)\" needs dtype, shape and two data_offsets")
    }
    guard offsets[0] <= offsets[1] else {
      throw .init(offset: reader.position, reason: "\"\(name)\" ends at \(offsets[1]), before its start \(offsets[0])")
    }
    return Entry(name: name, type: type, shape: shape, start: offsets[0], end: offsets[1])
  }

  private static func integers(_ reader: inout JSONReader) throws(HeaderSyntaxError) -> [Int] {
    var values: [Int] = []
    try reader.array { (reader) throws(HeaderSyntaxError) in values.append(try reader.nonNegativeInteger()) }
    return values
  }
}
