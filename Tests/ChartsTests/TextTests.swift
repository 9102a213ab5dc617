import Testing

@testable import Charts

@Suite struct TextTests {
  @Test("\"AB\" at 10: (667 + 667) / 1000 · 10 · 1.15 = 15.341")
  func width() { #expect(abs(TextWidth.estimate("AB", size: 10) - 15.341) < 1e-9) }

  @Test func shorteningKeepsBothEnds() {
    let text = "layers.12.self_attention.query.weight"
    let short = TextWidth.shortened(text, to: 100, size: 12)
    #expect(TextWidth.estimate(short, size: 12) <= 100)
    #expect(short.first == "l" && short.last == "t" && short.contains("…"))
    #expect(TextWidth.shortened("ab", to: 100, size: 12) == "ab")
    #expect(TextWidth.shortened("abc", to: 1, size: 12) == "…")
  }

  @Test func linesKeepAllWordsAndFit() {
    let text = "a sentence with aVeryLongWordThatDoesNotFitIntoOneLineByItself and an end"
    let lines = TextWidth.wrapped(text, to: 120, size: 12)
    #expect(lines.allSatisfy { TextWidth.estimate($0, size: 12) <= 120 })
    #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
    #expect(TextWidth.wrapped("", to: 120, size: 12).isEmpty)
  }

  @Test func numbers() {
    #expect(DecimalNumber(coefficient: -5, exponent: -2).plain == "−0.05")
    #expect(DecimalNumber(coefficient: 12, exponent: 3).plain == "12,000")
    #expect(DecimalNumber(coefficient: 25, exponent: 6).scientific(power: 7) == "2.5×10⁷")
    #expect(DecimalNumber(coefficient: 1, exponent: -12).scientific(power: -12) == "10⁻¹²")
    #expect(DecimalNumber(coefficient: 3, exponent: -1).value == 0.3)
  }

  @Test func roundedNumbers() {
    let texts = [0, 2400, 0.012_345, -1.0 / 3, 6.02e23, Double.leastNonzeroMagnitude, 1.797e308].map {
      DecimalNumber(rounding: $0, digits: 3).text
    }
    #expect(texts == ["0", "2400", "0.0123", "−0.333", "6.02×10²³", "4.94×10⁻³²⁴", "1.8×10³⁰⁸"])
  }

  @Test func coordinates() {
    #expect([12.34, -0.04, -3.25, 7, 0.96].map(coordinate) == ["12.3", "0", "-3.3", "7", "1"])
  }

  @Test func markupIsEscapedAndForbiddenCharactersReplaced() {
    #expect(XMLText.escaped("<&\">\u{0}\u{FFFF}\t") == "&lt;&amp;&quot;&gt;\u{FFFD}\u{FFFD}\t")
    #expect(XMLText.identifier("7 Up/down") == "figure-7-up-down")
    #expect(XMLText.identifier("bound-gap") == "bound-gap")
  }
}
