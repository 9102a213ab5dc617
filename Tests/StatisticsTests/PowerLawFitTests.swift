import Foundation
import TestSupport
import Testing

@testable import Statistics

/// Power laws against WeightWatcher 0.7.7 (Scripts/make_weightwatcher_cases.py) and by hand.
@Suite struct PowerLawFitTests {
  struct Case: Decodable, CustomTestStringConvertible {
    let name: String
    let numbers: [Double]
    let alpha: Double
    let D: Double
    let xmin: Double
    let sigma: Double?
    let n: Int
    var testDescription: String { name }
  }
  struct File: Decodable { let cases: [Case] }
  static let cases = try! Fixtures.decode(File.self, from: "weightwatcher/fits.json").cases

  @Test(arguments: cases) func reference(_ example: Case) throws {
    let fit = try PowerLawFit(of: example.numbers.reversed())
    #expect(fit.lowerCutoff == example.xmin && fit.tailCount == example.n)
    let slope = Self.slopeTolerance(example)
    #expect(relativeDifference(fit.exponent - 1, example.alpha - 1) <= slope)
    if let sigma = example.sigma { #expect(relativeDifference(fit.standardError, sigma) <= slope + 0x1p-51) }
    // dF/d ln(α − 1) = t e^(−t) < 0.37, plus the roundings of t = (α − 1)(l − l₀), of F and of k/n on both sides.
    let largest = example.numbers.map { abs(log($0)) }.max()!
    let rounding = 0x1p-53 * (4 * (example.alpha - 1) * largest + 8)
    #expect(abs(fit.distance - example.D) <= 0.37 * slope + rounding)
  }

  /// The reference takes Σ ln x − n ln xmin, whose rounding is relative to the logarithms and not to their differences: one for
  /// each logarithm, up to 20 in numpy's pairwise sum of so few numbers, one for the product; ours is below that.
  private static func slopeTolerance(_ example: Case) -> Double {
    let tail = example.numbers.sorted().suffix(example.n)
    let logarithms = tail.map { log($0) }
    let magnitude = logarithms.reduce(0) { $0 + abs($1) + abs(logarithms[0]) }
    let excess = logarithms.reduce(0) { $0 + $1 - logarithms[0] }
    return 22 * 0x1p-53 * magnitude / excess + 0x1p-51
  }

  @Test("twice each of 1, 2: candidates 0…3 of fewer than 8 are one tail, α = 1 + 3/(2 ln 2)") func pairs() throws {
    let fit = try PowerLawFit(of: [2, 1, 2, 1])
    #expect(abs(fit.exponent - (1 + 1.5 / log(2))) < 1e-15 && fit.lowerCutoff == 1 && fit.tailCount == 4)
    // (x/xmin)^(1−α) = 2^(−1.5/ln 2) = e^(−1.5): |0 − 1/4| against 1 − e^(−1.5) − 1/2 = 0.2769 and 1 − e^(−1.5) − 3/4.
    #expect(abs(fit.distance - (0.5 - exp(-1.5))) < 1e-15)
    #expect(abs(fit.standardError - 0.75 / log(2)) < 1e-15)
  }

  @Test("e⁰, e¹ … e¹⁹: Σ ln(x/xmin) = n(n−1)/2, α = 1 + 2/(n−1), F(x_k) = 1 − e^(−2k/(n−1)) at every xmin")
  func geometric() throws {
    let fit = try PowerLawFit(of: (0..<20).map { exp(Double($0)) })
    let distances = (2...20).map { (n: Int) -> Double in
      let gaps = (0..<n).map { (k: Int) -> Double in
        let fitted = 1 - exp(-2 * Double(k) / Double(n - 1))
        return abs(fitted - Double(k) / Double(n))
      }
      return gaps.max()!
    }
    #expect(abs(fit.distance - distances.min()!) < 1e-14)
    #expect(abs(fit.exponent - (1 + 2 / Double(fit.tailCount - 1))) < 1e-14)
    #expect(distances.firstIndex(of: distances.min()!)! + 2 == fit.tailCount)
  }

  @Test("a factor c moves xmin to c·xmin and leaves α and D: numbers times 4 are exact") func scale() throws {
    for example in Self.cases {
      let (fit, scaled) = (try PowerLawFit(of: example.numbers), try PowerLawFit(of: example.numbers.map { 4 * $0 }))
      #expect(scaled.lowerCutoff == 4 * fit.lowerCutoff)
      #expect(relativeDifference(fit.exponent, scaled.exponent) < 1e-12)
    }
  }

  @Test("what has no power law, and why")
  func refusals() {
    func reason(_ numbers: [Double]) -> PowerLawError? {
      do throws(PowerLawError) { _ = try PowerLawFit(of: numbers) } catch { return error }
      return nil
    }
    #expect(reason([]) == .tooFew(0) && reason([3]) == .tooFew(1))
    #expect(reason([3, 3]) == .allEqual && reason([Double](repeating: 0.1, count: 30)) == .allEqual)
    // Equal but for the last bit.
    #expect(reason((0..<30).map { $0.isMultiple(of: 2) ? 1 : 1.nextUp }) == .allEqual)
    for bad in [0, -1, .nan, .infinity] { #expect(reason([1, 2, bad]) == .notPositive) }
    #expect(PowerLawError.tooFew(1).description == "it takes two numbers, there is 1")
  }
}
