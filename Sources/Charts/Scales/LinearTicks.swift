import Glibc

/// Ticks at multiples of 1, 2 or 5 times a power of ten.
enum LinearTicks {
  /// At most `count` + 1 ticks between the two values.
  ///
  /// - Parameter integral: whether steps below one make no sense, for example between epochs.
  /// - Complexity: O(count).
  static func ticks(from low: Double, to high: Double, count: Int, integral: Bool = false) -> [Tick] {
    let numbers = multiples(from: low, to: high, count: count, integral: integral)
    let power = numbers.filter { $0.coefficient != 0 }.map(\.magnitude).max() ?? 0
    let isPlain = -4..<7 ~= power
    return numbers.map { Tick($0.value, isPlain ? $0.plain : $0.scientific(power: power)) }
  }

  private static func multiples(from low: Double, to high: Double, count: Int, integral: Bool) -> [DecimalNumber] {
    // Divided first: the difference of the largest numbers overflows.
    let smallest = high / Double(count) - low / Double(count)
    guard smallest > 0 else { return [] }
    let step = niceStep(atLeast: integral ? max(smallest, 1) : smallest)
    let first = (low / step.value).rounded(.up)
    let last = (high / step.value).rounded(.down)
    // Integers beyond 2⁵³ are not exact; such an axis has no room for ticks between neighbouring doubles.
    guard first <= last, max(abs(first), abs(last)) < 0x1p53 else { return [] }
    return (Int(first)...Int(last)).map {
      DecimalNumber(coefficient: $0 * step.coefficient, exponent: step.exponent)
    }
  }

  /// The smallest of 1, 2, 5 times a power of ten that is at least the value.
  static func niceStep(atLeast value: Double) -> DecimalNumber {
    let exponent = Int(log10(value).rounded(.down))
    // log10 may be off by an ulp, so that one decade more is tried; a step is not refused over rounding.
    for candidate in exponent...exponent + 1 {
      for factor in [1, 2, 5] {
        let step = DecimalNumber(coefficient: factor, exponent: candidate)
        if step.value >= value * (1 - 1e-12) { return step }
      }
    }
    return DecimalNumber(coefficient: 1, exponent: exponent + 2)
  }
}
