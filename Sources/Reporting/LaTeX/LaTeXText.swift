/// Text of others inside LaTeX.
enum LaTeXText {
  /// Plain text as it shows, on one line.
  ///
  /// Letters beyond ASCII stay: LaTeX reads UTF-8, and those of a script that the font lacks need XeLaTeX or LuaLaTeX.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if let command = commands[scalar] { result += command } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }

  /// Text for a comment, which ends with its line.
  static func comment(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { isLineEnd($0) ? " " : $0 }))
  }

  private static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 32 || (0x7F...0x9F).contains(scalar.value) || scalar == "\u{2028}" || scalar == "\u{2029}"
  }

  /// Characters that LaTeX acts on, and those of our own sentences that its text fonts lack.
  private static let commands: [Unicode.Scalar: String] = {
    var commands: [Unicode.Scalar: String] = [
      "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "#": "\\#", "%": "\\%", "_": "\\_",
      "^": "\\textasciicircum{}", "~": "\\textasciitilde{}", "<": "\\textless{}", ">": "\\textgreater{}",
      "|": "\\textbar{}", "\"": "\\textquotedbl{}", "'": "\\textquotesingle{}", "`": "\\textasciigrave{}",
      "ε": "$\\varepsilon$", "γ": "$\\gamma$", "δ": "$\\delta$", "Π": "$\\prod$", "‖": "$\\Vert$", "₁": "$_1$",
      "₂": "$_2$", "−": "$-$", "–": "--", "·": "$\\cdot$", "≤": "$\\le$", "≥": "$\\ge$", "→": "$\\to$",
      "∞": "$\\infty$",
      "×": "$\\times$", "…": "\\dots{}",
    ]
    for value in (0...31).map({ UInt32($0) }) + (0x7F...0x9F).map({ UInt32($0) }) + [0x2028, 0x2029] {
      if let scalar = Unicode.Scalar(value) { commands[scalar] = " " }
    }
    return commands
  }()
}
