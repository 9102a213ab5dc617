import MatrixNorms
import Testing

@testable import Reporting

@Suite("Numbers in Markdown")
struct MarkdownNumbersTests {
  @Test(
    "four significant digits",
    arguments: [
      (0, "0"), (1, "1.000"), (0.5, "0.5000"), (12.345678, "12.35"), (9999.4, "9999"), (9999.6, "1.000e+04"),
      (123456, "1.235e+05"), (0.00123456, "0.001235"), (0.000123456, "1.235e-04"), (-2.5, "-2.500"),
      (.infinity, "–"), (.nan, "–"),
    ])
  func text(x: Double, expected: String) { #expect(MarkdownNumber.text(x) == expected) }

  @Test("bounds are rounded up: 0.016633 to 0.01664, 9999.1 to 1.000e+04; 2.5 and 1000 stay")
  func roundedUp() {
    let printed = [0.016633278, 9999.1, 2.5, 1000, 1.2340001].map { MarkdownNumber.text(UpperBound($0)) }
    #expect(printed == ["0.01664", "1.000e+04", "2.500", "1000", "1.235"])
  }

  @Test("limits are rounded up and end at 100 %, confidences down, radii stay as they were given")
  func certification() {
    #expect(MarkdownNumber.percentLimit(0.527326603) == "52.74 %")
    #expect(MarkdownNumber.percentLimit(0.99999) == "100.0 %" && MarkdownNumber.percentLimit(1) == "100.0 %")
    #expect(MarkdownNumber.confidence(0.98333333) == "98.33 %" && MarkdownNumber.confidence(0.99999) == "99.99 %")
    #expect(MarkdownNumber.confidence((1 - 0.05 / 4).nextDown) == "98.75 %")
    #expect(
      [0.001, 0.00025, 1e-9, 0, 1000].map { MarkdownNumber.radius($0) } == ["0.001", "0.00025", "1e-09", "0", "1000"])
    #expect(MarkdownNumber.radius(0.0123456) == "0.01235")
  }

  @Test("beyond the doubles")
  func beyond() {
    let (large, small) = (UpperBound(1.5e300), UpperBound(1e-300))
    // A bound is never printed below itself: 1.5e300² as doubles lies just above 2.25e600.
    #expect(MarkdownNumber.text(large * large) == "2.251e+600")
    #expect(MarkdownNumber.text(small * small) == "1.001e-600")
    #expect(MarkdownNumber.text(UpperBound(9.9999e300) * large) == "1.500e+601")
    #expect(MarkdownNumber.text(UpperBound(9.99996e305) * UpperBound(1e10)) == "1.000e+316")
    #expect(MarkdownNumber.text(UpperBound.zero) == "0")
    #expect(MarkdownNumber.log10(.zero) == "–")
    #expect(MarkdownNumber.log10(large * large) == "600.4")
  }

  @Test("rates, differences, sample sizes")
  func units() {
    #expect(MarkdownNumber.percent(0.12345) == "12.35 %" || MarkdownNumber.percent(0.12345) == "12.34 %")
    #expect(MarkdownNumber.percent(1) == "100.0 %")
    #expect(MarkdownNumber.percent(0) == "0 %")
    #expect(MarkdownNumber.percent(nil) == "–")
    #expect(MarkdownNumber.points(-0.01) == "-1.000 pp")
    #expect(MarkdownNumber.sampleCount(9999) == "9999")
    #expect(MarkdownNumber.sampleCount(60_000) == "6.000e+04")
    #expect(MarkdownNumber.sampleCount(nil) == "∞")
  }
}
