/// One line of the Markdown that the sections of the report write, as HTML: code spans, bold, italic, escapes.
///
/// No tag or attribute ever comes from the text: what is not one of these four is escaped.
struct HTMLInline {
  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var result = ""
  /// Elements that are open, innermost last.
  private var open: [String] = []

  /// The line as HTML.
  static func html(_ markdown: String) -> String {
    var inline = HTMLInline(scalars: Array(markdown.unicodeScalars))
    inline.run()
    return inline.result
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private mutating func run() {
    while position < scalars.count { step() }
    while let element = open.popLast() { result += "</\(element)>" }
  }

  private mutating func step() {
    switch scalars[position] {
    case "\\" where position + 1 < scalars.count && Self.isPunctuation(scalars[position + 1]):
      add(scalars[position + 1], skipping: 2)
    case "`": code()
    case "*": emphasis()
    case "&": entity()
    default: add(scalars[position], skipping: 1)
    }
  }

  private mutating func add(_ scalar: Unicode.Scalar, skipping count: Int) {
    result += HTMLText.escaped(String(scalar))
    position += count
  }

  /// A run of backticks, up to a run of the same length; without one they are text.
  private mutating func code() {
    let length = run(of: "`", at: position)
    var end = position + length
    while end < scalars.count {
      guard scalars[end] == "`" else {
        end += 1
        continue
      }
      let closing = run(of: "`", at: end)
      if closing == length { return close(from: position + length, to: end, length: length) }
      end += closing
    }
    result += String(repeating: "`", count: length)
    position += length
  }

  private mutating func close(from start: Int, to end: Int, length: Int) {
    var inside = scalars[start..<end]
    // A longer fence stands off by a space on both sides.
    if length > 1, inside.count > 2, inside.first == " ", inside.last == " " { inside = inside.dropFirst().dropLast() }
    var text = ""
    text.unicodeScalars.append(contentsOf: inside)
    result += "<code>\(HTMLText.escaped(text))</code>"
    position = end + length
  }

  /// `**` opens or closes strong, `*` em, where a word begins or ends; elsewhere, as in n*, it is text.
  private mutating func emphasis() {
    let length = min(2, run(of: "*", at: position))
    let element = length == 2 ? "strong" : "em"
    let before = position > 0 ? scalars[position - 1] : " "
    let after = position + length < scalars.count ? scalars[position + length] : " "
    if open.last == element, !before.properties.isWhitespace {
      open.removeLast()
      result += "</\(element)>"
    } else if !open.contains(element), !Self.isWord(before), !after.properties.isWhitespace {
      open.append(element)
      result += "<\(element)>"
    } else {
      result += String(repeating: "*", count: length)
    }
    position += length
  }

  /// The entities that escaped text has; any other ampersand is text.
  private mutating func entity() {
    for name in ["&amp;", "&lt;", "&gt;"] where scalars[position...].starts(with: name.unicodeScalars) {
      result += name
      position += name.unicodeScalars.count
      return
    }
    add("&", skipping: 1)
  }

  private func run(of scalar: Unicode.Scalar, at start: Int) -> Int { scalars[start...].prefix { $0 == scalar }.count }

  private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && scalar.value > 32 && scalar.value < 127 && !isWord(scalar)
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}
