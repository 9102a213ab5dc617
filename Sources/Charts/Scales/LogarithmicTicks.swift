import Glibc

/// Ticks of an axis by the decimal logarithm.
enum LogarithmicTicks {
  /// At most about `count` labelled ticks: decades where there are three or more of them, thinned where there are many;
  /// else 1-2-5 or 1-3 within decades, as far as they fit; within a part of a decade, multiples of an even step.
  ///
  /// - Parameters:
  ///   - low: the logarithm of the lower end.
  ///   - high: the logarithm of the upper end.
  /// - Complexity: O(decades + count).
  static func ticks(fromPower low: Double, toPower high: Double, count: Int) -> [Tick] {
    // The room around the data may reach beyond all numbers.
    let (low, high) = (max(low, smallestPower), min(high, largestPower))
    let (first, last) = (Int((low - tolerance).rounded(.up)), Int((high + tolerance).rounded(.down)))
    let powers = Array(stride(from: first, through: last, by: 1))
    let thinning = strides.first { stride in powers.count { $0.isMultiple(of: stride) } <= count } ?? powers.count
    if thinning > 1 || powers.count >= 3 { return decades(powers, thinning, low, high) }
    for factors in [[1, 2, 5], [1, 3]] {
      let labelled = multiples(of: factors, low, high)
      guard 3...max(count, 3) ~= labelled.count else { continue }
      let minor = multiples(of: Array(1...9), low, high).filter { !labelled.contains($0) }
      return labelled.map { Tick($0.value, label($0)) } + minor.map { Tick($0.value) }
    }
    if powers.count == 2 { return decades(powers, 1, low, high) }
    return LinearTicks.ticks(from: pow(10, low), to: min(pow(10, high), .greatestFiniteMagnitude), count: count)
      .filter { $0.value > 0 }
  }

  /// Round-off of a logarithm that should be whole: below an ulp of 308.
  private static let tolerance = 0x1p-44
  private static let smallestPower = log10(Double.leastNonzeroMagnitude)
  private static let largestPower = log10(Double.greatestFiniteMagnitude)
  private static let strides = [1, 2, 3, 5, 10, 20, 50, 100, 200]
  /// Up to here, minor ticks are some five units or more apart.
  private static let mostDecadesWithMinorTicks = 8
  /// The same of ticks at decades.
  private static let mostDecadesWithTicks = 40

  private static func decades(_ powers: [Int], _ thinning: Int, _ low: Double, _ high: Double) -> [Tick] {
    let labelled = powers.filter { $0.isMultiple(of: thinning) }
      .map { Tick(DecimalNumber(coefficient: 1, exponent: $0).value, DecimalNumber.powerOfTen($0)) }
    guard thinning == 1 else {
      guard powers.count <= mostDecadesWithTicks else { return labelled }
      let others = powers.filter { !$0.isMultiple(of: thinning) }
      return labelled + others.map { Tick(DecimalNumber(coefficient: 1, exponent: $0).value) }
    }
    guard powers.count <= mostDecadesWithMinorTicks else { return labelled }
    return labelled + multiples(of: Array(2...9), low, high).map { Tick($0.value) }
  }

  /// The factors times every power of ten, those between the ends.
  private static func multiples(of factors: [Int], _ low: Double, _ high: Double) -> [DecimalNumber] {
    (Int(low.rounded(.down))...Int(high.rounded(.down))).flatMap { power in
      factors.map { DecimalNumber(coefficient: $0, exponent: power) }
    }
    .filter { low - tolerance...high + tolerance ~= log10($0.value) }
  }

  private static func label(_ number: DecimalNumber) -> String {
    -4..<5 ~= number.exponent ? number.plain : number.scientific(power: number.exponent)
  }
}
