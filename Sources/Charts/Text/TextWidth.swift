/// How wide text is drawn, estimated: a renderer does not know the reader's fonts.
enum TextWidth {
  /// Width in the figure's units, from Helvetica's metrics (Arial and Liberation Sans have the same), enlarged so that
  /// the letters and digits of DejaVu Sans, the widest usual fallback, fit too.
  ///
  /// - Complexity: O(length).
  static func estimate(_ text: some StringProtocol, size: Double, bold: Bool = false) -> Double {
    let thousandths = text.unicodeScalars.reduce(0) { $0 + advance($1) }
    return Double(thousandths) / 1000 * size * fallbackFactor * (bold ? boldFactor : 1)
  }

  /// The text, cut in the middle with an ellipsis where it is wider than allowed: names differ at either end.
  static func shortened(_ text: String, to width: Double, size: Double) -> String {
    guard estimate(text, size: size) > width else { return text }
    let characters = Array(text)
    for kept in stride(from: characters.count - 1, to: 0, by: -1) {
      let head = (kept + 1) / 2
      let candidate = String(characters[..<head]) + "…" + String(characters[(characters.count - kept + head)...])
      if estimate(candidate, size: size) <= width { return candidate }
    }
    return "…"
  }

  /// The text in lines no wider than allowed, broken at spaces, and within a word only where it is too wide by itself.
  static func wrapped(_ text: String, to width: Double, size: Double, bold: Bool = false) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: \.isWhitespace) {
      let longer = line.isEmpty ? String(word) : "\(line) \(word)"
      if estimate(longer, size: size, bold: bold) <= width {
        line = longer
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = ""
      for character in word {
        if !line.isEmpty, estimate("\(line)\(character)", size: size, bold: bold) > width {
          lines.append(line)
          line = ""
        }
        line.append(character)
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// DejaVu Sans against Liberation Sans, digits 1.14, lower-case letters 1.15 in the mean.
  private static let fallbackFactor = 1.15
  /// Liberation Sans Bold against Regular: 1.1 for most lower-case letters.
  private static let boldFactor = 1.1

  /// Advance in thousandths of the font's size.
  private static func advance(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20...0x7E: printableASCII[Int(scalar.value) - 0x20]
    case 0..<0x20: 1000  // drawn as U+FFFD
    case 0x300...0x36F: 0  // combining marks
    case 0x2070...0x209C, 0xB2, 0xB3, 0xB9: 350  // superscripts and subscripts
    case 0x2026, 0x2190...0x21FF, 0x2E80...: 1000  // ellipsis, arrows, East Asian characters and pictographs
    default: 700
    }
  }

  /// Helvetica, from the space to the tilde.
  private static let printableASCII = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
  ]
}
