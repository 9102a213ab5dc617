import MatrixNorms
import Testing

@testable import Reporting

@Suite("Six significant digits")
struct SixDigitsTests {
  @Test(
    "the shortest way to write them",
    arguments: [
      (0, "0"), (1, "1"), (0.25, "0.25"), (-0.1234567, "-0.123457"), (1500, "1500"), (123_456.7, "123457"),
      (1_234_567, "1234570"), (12_345_678, "1.23457e7"), (0.001, "0.001"), (0.000123456789, "1.23457e-4"),
      (999_999.6, "1000000"), (9.999_999e-5, "1e-4"), (1.5e300, "1.5e300"), (5e-324, "4.94066e-324"),
      (-2.5e-10, "-2.5e-10"),
    ])
  func text(x: Double, expected: String) { #expect(SixDigits(x)?.text == expected) }

  @Test("infinities and NaN have none")
  func nonFinite() {
    #expect(SixDigits(.infinity) == nil)
    #expect(SixDigits(.nan) == nil)
  }

  @Test("to nearest within half of the sixth digit, a relative 5e-6; bounds never below and within 1e-5")
  func errors() throws {
    for i in -60...60 {
      for factor in [1, 1.2345674999, 1.2345675001, 3.0000049, 9.9999951, 0.3, 7] {
        let x = factor * Double(sign: .plus, exponent: 5 * i, significand: 1)
        let nearest = try #require(SixDigits(x).flatMap { Double($0.text) })
        // One rounding of the decimal to a double on top.
        #expect(abs(nearest - x) <= 5e-6 * x * (1 + 1e-9), "\(x)")
        let above = try #require(Double(SixDigits(UpperBound(x)).text))
        #expect(above >= x && above <= x * (1 + 1e-5 + 1e-12), "\(x)")
      }
    }
  }

  @Test("a bound with six digits stays as it is: 0.3 above the double 0.3, 2.5, 1000")
  func exact() {
    #expect([0.3, 2.5, 1000, 0].map { SixDigits(UpperBound($0)).text } == ["0.3", "2.5", "1000", "0"])
    #expect(SixDigits(UpperBound(2.5.nextUp)).text == "2.50001")
  }

  @Test("beyond the doubles: 1.5e300² = 2.25e600")
  func beyond() {
    let large = UpperBound(1.5e300)
    #expect(["2.25e600", "2.25001e600"].contains(SixDigits(large * large).text))
    #expect(!SixDigits(large * large).isDouble)
    #expect(SixDigits(log10: 400.5).text == "3.16228e400")
    #expect(SixDigits(log10: -.infinity).text == "0")
    #expect(SixDigits(log10: 2).text == "100")
  }
}
