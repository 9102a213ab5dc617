import TensorFiles

/// Reads comma-separated text line by line, in chunks, gzipped or not. Memory is bounded by one line.
struct CSVReader {
  /// The line that was read last, from 1.
  private(set) var line = 0
  /// The fields of that line, one after another, without their quotes.
  private(set) var text: [UInt8] = []
  /// Where each field ends in `text`.
  private(set) var ends: [Int] = []

  private let file: GzipFile
  private var chunk: [UInt8] = []
  private var position = 0

  private enum State { case start, plain, quoted, afterQuote }

  /// No number and no column name is longer.
  private static let fieldLimit = 4096

  /// Opens the file and skips a byte order mark.
  init(path: String) throws(DatasetError) {
    file = try reading { () throws(TensorFileError) in try GzipFile(path: path) }
    if try refill(), chunk.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// One field of the line, from 0.
  func field(_ index: Int) -> ArraySlice<UInt8> { text[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }

  /// One field of the line as text for messages, shortened.
  func fieldText(_ index: Int) -> String { String(decoding: field(index).prefix(40), as: UTF8.self) }

  /// True where the line has no characters.
  var isBlank: Bool { text.isEmpty && ends.count == 1 }

  /// Reads the next line; false at the end of the file.
  ///
  /// - Throws: `malformedText`, `file`.
  mutating func next() throws(DatasetError) -> Bool {
    text.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    guard var byte = try nextByte() else { return false }
    line += 1
    var state = State.start
    while byte != 0x0A {
      if byte == 0x0D {
        // Only as part of the line's end.
        guard let after = try nextByte() else { break }
        guard after == 0x0A else { throw malformed("carriage return within a line") }
        break
      }
      state = try take(byte, state)
      guard let following = try nextByte() else { break }
      byte = following
    }
    if state == .quoted { throw malformed("the quoted field does not end on its line") }
    ends.append(text.count)
    return true
  }

  private mutating func take(_ byte: UInt8, _ state: State) throws(DatasetError) -> State {
    let isQuote = byte == UInt8(ascii: "\"")
    switch state {
    case .quoted where isQuote: return .afterQuote
    case .quoted: break
    case .afterQuote where isQuote:
      text.append(byte)
      return .quoted
    case _ where byte == UInt8(ascii: ","):
      ends.append(text.count)
      return .start
    case .afterQuote: throw malformed("text after a quoted field")
    case .start where isQuote: return .quoted
    case .plain where isQuote: throw malformed("quotation mark within a field")
    case .start, .plain:
      text.append(byte)
      return try checked(.plain)
    }
    text.append(byte)
    return try checked(.quoted)
  }

  private func checked(_ state: State) throws(DatasetError) -> State {
    if text.count - (ends.last ?? 0) > Self.fieldLimit { throw malformed("more than \(Self.fieldLimit) bytes") }
    return state
  }

  private func malformed(_ reason: String) -> DatasetError {
    .malformedText(path: file.path, line: line, column: ends.count + 1, reason: reason)
  }

  private mutating func nextByte() throws(DatasetError) -> UInt8? {
    if position == chunk.count {
      guard try refill() else { return nil }
    }
    defer { position += 1 }
    return chunk[position]
  }

  private mutating func refill() throws(DatasetError) -> Bool {
    let file = file
    chunk = try reading { () throws(TensorFileError) in try file.read(upTo: 1 << 20) }
    position = 0
    return !chunk.isEmpty
  }
}
