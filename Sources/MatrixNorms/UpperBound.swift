import Foundation

/// A non-negative real number that is never below the exact one: every operation rounds upward.
///
/// Stored as significand · 2^exponent with the significand in [1/2, 1), or 0. The exponent is a full integer, so products
/// such as Π‖Wᵏ‖ neither overflow nor underflow: networks with 1e−400 and with 1e+400 are both representable.
///
/// **Error bounds.** Sums, products, quotients and square roots are the least double significand that is not below the exact
/// result: the remainder, which a fused multiply-add gives exactly, decides whether to step up. The cube root is stepped
/// up until its cube proves it. The logarithm is off by at most one unit in the last place in glibc: two steps up cover it.
/// **Use.** Only for formulas that are non-decreasing in each quantity; an exact divisor is a plain `Double`.
public struct UpperBound: Sendable, Hashable {
  let significand: Double
  let exponent: Int

  /// Zero, exactly.
  public static let zero = UpperBound(significand: 0, exponent: 0)
  /// One, exactly.
  public static let one = UpperBound(1)

  private init(significand: Double, exponent: Int) {
    self.significand = significand
    self.exponent = exponent
  }

  /// A double taken as it is: exact, no rounding added.
  ///
  /// - Precondition: `value` is finite and not negative.
  public init(_ value: Double) {
    precondition(value.isFinite && value >= 0, "\(value) is not a finite non-negative number")
    self.init(value, scaledBy: 0)
  }

  /// A whole number, rounded up where it has more than 53 bits.
  public init(_ value: Int) {
    let nearest = Double(value)
    self.init(nearest >= 9_007_199_254_740_992 ? nearest.nextUp : nearest)
  }

  /// value · 2^power, exactly, for a finite non-negative `value`.
  init(_ value: Double, scaledBy power: Int) {
    guard value > 0 else {
      self = .zero
      return
    }
    // 2^exponent(value) ≤ value < 2^(exponent + 1); subnormals are normalised by the two steps.
    let e = Int(value.exponent) + 1
    self.init(significand: value.significand / 2, exponent: e + power)
  }

  /// A sum of non-negative terms as it came out of a computer: the sum times 1 + 2·terms·u, u = 2⁻⁵³ (theory, section 8).
  ///
  /// Holds in any order of summation, with or without fused multiply-add, while `terms` < 2⁵¹.
  public init(computedSum sum: Double, ofTerms terms: Int) {
    self = UpperBound(sum) * UpperBound((1 + 2 * Double(terms) * 0x1p-53).nextUp)
  }

  /// A double that is not below the number, the least one within the normal range; infinity where no double is.
  public var value: Double {
    guard significand > 0 else { return 0 }
    guard exponent <= 1024 else { return .infinity }
    guard exponent >= -1021 else {
      // Below the normal range the scaled value may be rounded down, by less than one subnormal step.
      let scaled = exponent < -1100 ? 0 : Double(sign: .plus, exponent: exponent, significand: significand)
      return scaled + .leastNonzeroMagnitude
    }
    return Double(sign: .plus, exponent: exponent, significand: significand)
  }

  /// 10^logarithm, to nearest as far as the logarithm goes: for numbers that were written down as one.
  ///
  /// - Precondition: the logarithm is finite and below 10¹⁵.
  public init(log10 logarithm: Double) {
    precondition(abs(logarithm) < 1e15, "10^\(logarithm) is no number of this kind")
    let binary = logarithm / 0.301_029_995_663_981_2
    let exponent = binary.rounded(.down)
    self.init(Foundation.exp2(binary - exponent), scaledBy: Int(exponent))
  }

  /// The decimal logarithm, to nearest; −∞ for zero.
  public var log10: Double {
    // Within the range of a double one library call is exact to the last bit; beyond it the two parts are added.
    if (-1000...1000).contains(exponent) { return Foundation.log10(value) }
    return Foundation.log10(significand) + Double(exponent) * 0.301_029_995_663_981_2
  }

  /// Sum, rounded up.
  public static func + (a: UpperBound, b: UpperBound) -> UpperBound {
    if a.significand == 0 { return b }
    if b.significand == 0 { return a }
    let (large, small) = a.exponent >= b.exponent ? (a, b) : (b, a)
    let shift = large.exponent - small.exponent
    // Far below the last place of the larger, one step upward is more than the smaller adds.
    guard shift <= 200 else { return UpperBound(large.significand.nextUp, scaledBy: large.exponent) }
    let addend = Double(sign: .plus, exponent: -shift, significand: small.significand)
    let sum = large.significand + addend
    // Exact, since the larger stands first (Dekker 1971).
    let remainder = addend - (sum - large.significand)
    return UpperBound(remainder > 0 ? sum.nextUp : sum, scaledBy: large.exponent)
  }

  /// Product, rounded up.
  public static func * (a: UpperBound, b: UpperBound) -> UpperBound {
    if a.significand == 0 || b.significand == 0 { return .zero }
    let product = a.significand * b.significand
    let remainder = (-product).addingProduct(a.significand, b.significand)
    return UpperBound(remainder > 0 ? product.nextUp : product, scaledBy: a.exponent + b.exponent)
  }

  /// Quotient of the two numbers as they stand, rounded up; 0/0 is 0.
  ///
  /// - Precondition: the divisor is not zero unless the dividend is. It bounds an exact quotient only where the divisor is
  ///   itself the quantity that the theorem divides by (a class parameter, γ, n), not an enlarged one.
  public static func / (a: UpperBound, b: UpperBound) -> UpperBound {
    if a.significand == 0 { return .zero }
    precondition(b.significand > 0, "division by zero")
    let quotient = a.significand / b.significand
    let remainder = a.significand.addingProduct(-quotient, b.significand)
    return UpperBound(remainder > 0 ? quotient.nextUp : quotient, scaledBy: a.exponent - b.exponent)
  }

  /// The number times itself, rounded up.
  public var squared: UpperBound { self * self }

  /// Square root, rounded up.
  public var squareRoot: UpperBound {
    guard significand > 0 else { return .zero }
    let odd = exponent & 1
    let square = significand * (odd == 0 ? 1 : 2)
    let root = square.squareRoot()
    let remainder = square.addingProduct(-root, root)
    return UpperBound(remainder > 0 ? root.nextUp : root, scaledBy: (exponent - odd) / 2)
  }

  /// Cube root, rounded up.
  public var cubeRoot: UpperBound {
    guard significand > 0 else { return .zero }
    let remainder = ((exponent % 3) + 3) % 3
    let cube = significand * Double(1 << remainder)
    var root = cbrt(cube)
    // glibc's cbrt may be three units too low: step up until the cube, rounded down, proves the root.
    while ((root * root).nextDown * root).nextDown < cube { root = root.nextUp }
    return UpperBound(root, scaledBy: (exponent - remainder) / 3)
  }

  /// Natural logarithm of a number that is at least one, rounded up.
  public static func log(_ x: UpperBound) -> UpperBound {
    precondition(x >= .one, "the logarithm of a number below one is negative")
    if x == .one { return .zero }
    if x.exponent <= 1024 { return UpperBound(Foundation.log(x.value).nextUp.nextUp) }
    // ln(m·2^e) ≤ e ln 2 for m < 1; 0.6931471805599454 is above ln 2.
    return UpperBound(x.exponent) * UpperBound(0.693_147_180_559_945_4)
  }
}

extension UpperBound: Comparable {
  /// Order of the numbers.
  public static func < (a: UpperBound, b: UpperBound) -> Bool {
    if a.significand == 0 || b.significand == 0 { return a.significand < b.significand }
    return a.exponent == b.exponent ? a.significand < b.significand : a.exponent < b.exponent
  }
}

extension Sequence<UpperBound> {
  /// Σ, rounded up.
  public var sum: UpperBound { reduce(.zero, +) }
  /// Π, rounded up.
  public var product: UpperBound { reduce(.one, *) }
}
