import Testing

@testable import Reporting

@Suite("Text and numbers in LaTeX")
struct LaTeXTextTests {
  @Test(
    "characters that LaTeX acts on are escaped",
    arguments: [
      ("50 % of a_b & c#d", "50 \\% of a\\_b \\& c\\#d"), ("$x^2$", "\\$x\\textasciicircum{}2\\$"),
      ("\\input{x}", "\\textbackslash{}input\\{x\\}"),
      ("~<>|", "\\textasciitilde{}\\textless{}\\textgreater{}\\textbar{}"),
      ("a\r\nb", "a  b"), ("ε = 0.001", "$\\varepsilon$ = 0.001"), ("Schicht ä", "Schicht ä"),
    ])
  func escaped(text: String, expected: String) { #expect(LaTeXText.escaped(text) == expected) }

  @Test(
    "numbers stand in math mode",
    arguments: [
      ("1.235e+05", "$1.235 \\times 10^{5}$"), ("-1.234e-04", "$-1.234 \\times 10^{-4}$"), ("12.34 %", "$12.34$\\,\\%"),
      ("-1.000 pp", "$-1.000$\\,pp"), ("–", "--"), ("∞", "$\\infty$"), ("n/a", "n/a"),
      ("55.00–61.20 %", "$55.00$--$61.20$\\,\\%"), ("81.25 % [25.00, 96.88]", "$81.25$\\,\\% [$25.00$, $96.88$]"),
      ("nan", "nan"), ("0x10", "0x10"),
    ])
  func numbers(text: String, expected: String) { #expect(LaTeXNumber.text(text) == expected) }

  @Test("a row that begins with a bracket is no argument of the line before")
  func bracket() {
    var table = LaTeXTable(caption: "c", label: "l", columns: [("a", false)])
    table.add(["[x]"])
    #expect(table.text.contains("    {}[x] \\\\"))
  }
}
