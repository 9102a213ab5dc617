import TensorFiles

/// Reads comma-separated text line by line, in chunks, gzipped or not. Memory is bounded by one line.
package struct CSVReader {
  /// The line that was read last, from 1.
  package private(set) var line = 0
  /// The fields of that line, one after another, without their quotes.
  private(set) var text: [UInt8] = []
  /// Where each field ends in `text`.
  package private(set) var ends: [Int] = []

  private let file: GzipFile
  private var chunk: [UInt8] = []
  private var position = 0

  private enum State { case start, plain, quoted, afterQuote }

  /// No number and no column name is longer.
  private static let fieldLimit = 4096

  /// Opens the file and skips a byte order mark.
  package init(path: String) throws(DatasetError) {
    file = try reading { () throws(TensorFileError) in try GzipFile(path: path) }
    if try refill(), chunk.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// One field of the line, from 0.
  func field(_ index: Int) -> ArraySlice<UInt8> { text[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }

  /// One field of the line as text for messages, shortened.
  func fieldText(_ index: Int) -> String { String(decoding: field(index).prefix(40), as: UTF8.self) }

  /// One field of the line as text.
  package func wholeText(_ index: Int) -> String { String(decoding: field(index), as: UTF8.self) }

  /// True where the line has no characters.
  package var isBlank: Bool { text.isEmpty && ends.count == 1 }

  /// Reads the next line; false at the end of the file.
  ///
  /// - Throws: `malformedText`, `file`.
  package mutating func next() throws(DatasetError) -> Bool {
    text.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    guard try hasMore() else { return false }
    line += 1
    var state = State.start
    while try hasMore() {
      if state == .start || state == .plain, try takeRun() {
        state = .plain
        continue
      }
      let byte = chunk[position]
      position += 1
      if byte == 0x0A { break }
      if byte == 0x0D {
        // Only as part of the line's end.
        if try hasMore() && chunk[position] != 0x0A { throw malformed("carriage return within a line") }
        continue
      }
      state = try take(byte, state)
    }
    if state == .quoted { throw malformed("the quoted field does not end on its line") }
    ends.append(text.count)
    return true
  }

  /// Takes all bytes up to the next one that may have a meaning; false where there is none. The quick way.
  private mutating func takeRun() throws(DatasetError) -> Bool {
    var end = position
    while end < chunk.count, !Self.hasMeaning(chunk[end]) { end += 1 }
    if end == position { return false }
    text.append(contentsOf: chunk[position..<end])
    position = end
    try checkLength()
    return true
  }

  private static func hasMeaning(_ byte: UInt8) -> Bool {
    byte == 0x2C || byte == 0x22 || byte == 0x0A || byte == 0x0D
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
    case .start, .plain: preconditionFailure("takeRun leaves no other byte")
    }
    text.append(byte)
    try checkLength()
    return .quoted
  }

  private func checkLength() throws(DatasetError) {
    if text.count - (ends.last ?? 0) > Self.fieldLimit { throw malformed("more than \(Self.fieldLimit) bytes") }
  }

  private func malformed(_ reason: String) -> DatasetError {
    .malformedText(path: file.path, line: line, column: ends.count + 1, reason: reason)
  }

  private mutating func hasMore() throws(DatasetError) -> Bool {
    if position < chunk.count { return true }
    return try refill()
  }

  private mutating func refill() throws(DatasetError) -> Bool {
    let file = file
    chunk = try reading { () throws(TensorFileError) in try file.read(upTo: 1 << 20) }
    position = 0
    return !chunk.isEmpty
  }
}
