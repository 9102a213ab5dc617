import Foundation
import MatrixNorms

/// A number rounded to six significant digits, m · 10^e: what a large file keeps of it.
///
/// The relative error is at most 5e-6 to nearest and 1e-5 upward. Unlike a double it may be as large as a bound is.
struct SixDigits {
  /// 100,000 to 999,999 in absolute value, or 0.
  private let mantissa: Int
  private let exponent: Int

  /// To nearest; nil for infinities and NaN.
  init?(_ x: Double) {
    guard x.isFinite else { return nil }
    self.init(x, upward: false)
  }

  /// Never below the bound.
  init(_ x: UpperBound) {
    if x > .zero, abs(x.log10) > 300 {
      self.init(log10: x.log10, upward: true)
    } else {
      self.init(x.value, upward: true)
    }
  }

  /// 10^logarithm to nearest; 0 for −∞.
  init(log10 logarithm: Double) { self.init(log10: logarithm, upward: false) }

  /// True where a double within the normal range holds it.
  var isDouble: Bool { mantissa == 0 || (-300...300).contains(exponent + 5) }

  /// The shortest way to write it that JSON and JavaScript read: 0.25, 1500, 1.23457e8, 2.25e600.
  var text: String {
    guard mantissa != 0 else { return "0" }
    var (digits, power) = (abs(mantissa), exponent)
    while digits % 10 == 0 { (digits, power) = (digits / 10, power + 1) }
    return (mantissa < 0 ? "-" : "") + Self.written("\(digits)", power)
  }

  /// digits · 10^power, the last digit not 0.
  private static func written(_ digits: String, _ power: Int) -> String {
    let point = digits.utf8.count + power
    if power >= 0, point <= 7 { return digits + String(repeating: "0", count: power) }
    if power < 0, point > 0 { return digits.prefix(point) + "." + digits.dropFirst(point) }
    if power < 0, point > -3 { return "0." + String(repeating: "0", count: -point) + digits }
    let rest = digits.dropFirst()
    return digits.prefix(1) + (rest.isEmpty ? "" : "." + rest) + "e\(point - 1)"
  }

  private init(log10 logarithm: Double, upward: Bool) {
    let whole = logarithm.isFinite ? logarithm.rounded(.down) : 0
    // 1e-11 is above the error of a logarithm of some thousands and of the power, and far below a digit.
    let part = logarithm.isFinite ? pow(10, logarithm - whole) * (upward ? 1 + 1e-11 : 1) : 0
    self.init(part, upward: upward, shift: Int(whole))
  }

  /// x · 10^shift.
  private init(_ x: Double, upward: Bool, shift: Int = 0) {
    guard x != 0 else {
      (mantissa, exponent) = (0, 0)
      return
    }
    let power = Int(log10(abs(x)).rounded(.down)) - 5
    let scaled = Self.scaled(x, by: -power)
    var digits = Int(scaled.value.rounded(upward ? .up : .toNearestOrEven))
    if upward, scaled.isBelow, Double(digits) == scaled.value { digits += 1 }
    // Rounding may carry into a seventh digit.
    let carries = abs(digits) >= 1_000_000
    mantissa = carries ? Int((Double(digits) / 10).rounded(.awayFromZero)) : digits
    exponent = power + shift + (carries ? 1 : 0)
  }

  /// x · 10^power, and whether it came out below that.
  private static func scaled(_ x: Double, by power: Int) -> (value: Double, isBelow: Bool) {
    // 10^22 is the largest power of ten that is a double; beyond it three roundings of 2⁻⁵³ are covered by 2⁻⁵⁰.
    guard abs(power) <= 22 else {
      let half = pow(10, Double(power / 2))
      return (x * half * pow(10, Double(power - power / 2)) * (1 + 0x1p-50), false)
    }
    let scale = pow(10, Double(abs(power)))
    if power < 0 {
      let quotient = x / scale
      return (quotient, x.addingProduct(-quotient, scale) > 0)
    }
    let product = x * scale
    return (product, (-product).addingProduct(x, scale) > 0)
  }
}
