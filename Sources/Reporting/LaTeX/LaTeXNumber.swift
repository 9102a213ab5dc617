/// Numbers of the other formats in LaTeX's math mode.
enum LaTeXNumber {
  /// A cell: "1.235e+05" as $1.235 \times 10^{5}$, "12.34 %" as $12.34\,\%$, words escaped.
  static func cell(_ quantity: Quantity) -> String {
    switch quantity {
    case .words(let text): LaTeXText.escaped(text)
    case .notApplicable: "n/a"
    default: text(quantity.text)
    }
  }

  /// Text in which every number stands in math mode, its unit after a thin space.
  static func text(_ text: String) -> String {
    var result = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: true).map(String.init) {
      if word == "%" || word == "pp", result.hasSuffix("$") {
        result += "\\," + LaTeXText.escaped(word)
      } else {
        result += (result.isEmpty ? "" : " ") + number(word)
      }
    }
    return result
  }

  /// A word, in math mode where it is a number: brackets, ranges and commas as in "[55.00," or "55.00–61.20" stand around it.
  private static func number(_ word: String) -> String {
    if let dash = word.firstIndex(of: "–"), dash != word.startIndex, word.index(after: dash) != word.endIndex {
      return number(String(word[..<dash])) + "--" + number(String(word[word.index(after: dash)...]))
    }
    let core = word.drop { "[(".contains($0) }
    let digits = core.prefix { !"]),".contains($0) }
    guard Double(digits) != nil, digits.allSatisfy({ "0123456789+-.e".contains($0) }) else {
      return LaTeXText.escaped(word)
    }
    return word.prefix(word.count - core.count) + "$\(math(digits))$" + core.dropFirst(digits.count)
  }

  private static func math(_ digits: Substring) -> String {
    let parts = digits.split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return String(digits) }
    return "\(parts[0]) \\times 10^{\(exponent)}"
  }
}
