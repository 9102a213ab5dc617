import Foundation
import MatrixNorms

/// Numbers as the Markdown report prints them: four significant digits.
enum MarkdownNumber {
  /// What stands where there is no number.
  static let missing = "–"

  /// 0.001234, 1.234, 1234, 1.234e+05.
  static func text(_ x: Double?) -> String {
    guard let x, x.isFinite else { return missing }
    guard x != 0 else { return "0" }
    let scientific = String(format: "%.3e", x)
    // The exponent after rounding: 9999.7 is 1.000e+04.
    guard let exponent = scientific.split(separator: "e").last.flatMap({ Int($0) }), (-3...3).contains(exponent) else {
      return scientific
    }
    return String(format: "%.\(3 - exponent)f", x)
  }

  /// The same for a bound, which may be beyond every double: rounded up, so that what is printed is a bound as well.
  static func text(_ x: UpperBound?) -> String {
    guard let x else { return missing }
    guard x > .zero, abs(x.log10) > 300 else { return roundedUp(x.value) }
    return power(ofTen: x.log10)
  }

  /// A radius: as it was given where four digits tell it, 0.001 and not 0.001000.
  static func radius(_ x: Double?) -> String {
    let rounded = text(x)
    return Double(rounded) == x ? x.flatMap(shortest) ?? rounded : rounded
  }

  /// A limit of a rate in percent: rounded up, so that it stays a limit, and at most 100 %.
  static func percentLimit(_ limit: Double) -> String { "\(roundedUp(min(100, limit * 100))) %" }

  /// A confidence in percent: rounded down to four digits.
  static func confidence(_ confidence: Double) -> String {
    // 1 − 0.05 / 4 carries the round-off of three operations.
    let hundredths = (confidence * 10_000 * (1 + 0x1p-50)).rounded(.down)
    return "\(text(hundredths / 100)) %"
  }

  /// Four significant digits, the last one raised where rounding to nearest would fall below.
  private static func roundedUp(_ x: Double) -> String {
    let nearest = text(x)
    guard let printed = Double(nearest), printed < x else { return nearest }
    return text(printed + pow(10, Foundation.log10(x).rounded(.down) - 3))
  }

  /// 10^exponent in scientific notation, rounded up.
  static func power(ofTen logarithm: Double) -> String {
    let exponent = logarithm.rounded(.down)
    let thousandths = (pow(10, logarithm - exponent) * 1000 + 1e-6).rounded(.up)
    let digits = String(format: "%.3f", thousandths / 1000)
    let (mantissa, carried) = digits == "10.000" ? ("1.000", exponent + 1) : (digits, exponent)
    return mantissa + String(format: "e%+.0f", carried)
  }

  /// A rate in percent: "12.34 %".
  static func percent(_ rate: Double?) -> String { with(unit: "%", rate) }

  /// A difference of rates in percentage points: "-1.234 pp".
  static func points(_ difference: Double?) -> String { with(unit: "pp", difference) }

  private static func with(unit: String, _ rate: Double?) -> String {
    guard let rate, rate.isFinite else { return missing }
    return "\(text(rate * 100)) \(unit)"
  }

  /// A sample size: whole below 10,000, else four digits; ∞ where none is enough.
  static func sampleCount(_ n: Double?) -> String {
    guard let n, n.isFinite else { return "∞" }
    return (0..<10_000).contains(n) ? String(Int(n.rounded(.up))) : text(n)
  }

  /// The decimal logarithm; missing for zero.
  static func log10(_ x: UpperBound) -> String { text(x > .zero ? x.log10 : nil) }
}
