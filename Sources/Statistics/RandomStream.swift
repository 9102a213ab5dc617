import Foundation

/// xoshiro256++, a small generator with a seed and numbered streams: every pair has a state of its own.
///
/// The standard library has no generator that takes a seed, and what `Double.random(in:using:)` makes of one may change
/// from release to release; here every number is spelled out. Two words of the state are SplitMix64's first for the seed,
/// two its first for the stream; SplitMix64 permutes the 64-bit numbers, so that no two pairs share a state. Not for
/// cryptography. Source: Blackman and Vigna 2021, "Scrambled linear pseudorandom number generators".
package struct RandomStream: RandomNumberGenerator, Sendable {
  private var a: UInt64, b: UInt64, c: UInt64, d: UInt64
  /// The second number of a pair of normal ones.
  private var spare: Double?

  /// What streams are for: no two purposes share one.
  package enum Purpose: UInt64 {
    case sample = 1
    case universal, uniformNoise, gaussianNoise
    case initialWeights, order, validationSplit, weightNoise, powerIteration
    case bootstrap
  }

  /// The stream of a seed for one of many samples, starts or draws.
  package init(seed: UInt64, _ purpose: Purpose, number: Int) {
    self.init(seed: seed, stream: purpose.rawValue << 56 | UInt64(number))
  }

  /// The numbered stream of a seed.
  init(seed: UInt64, stream: UInt64) {
    var (first, second) = (SplitMix64(state: seed), SplitMix64(state: stream ^ 0x5851_F42D_4C95_7F2D))
    (a, b, c, d) = (first.next(), second.next(), first.next(), second.next())
    // Neighbouring pairs share words of the state; a few steps spread them.
    for _ in 0..<16 { _ = next() }
  }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    let result = Self.rotated(a &+ d, by: 23) &+ a
    let t = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = Self.rotated(d, by: 45)
    return result
  }

  /// Uniform on the multiples of 2⁻⁵³ in [0, 1).
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform in [−1, 1).
  package mutating func symmetric() -> Double { 2 * uniform() - 1 }

  /// Standard normal, by Marsaglia's polar method.
  package mutating func normal() -> Double {
    if let second = spare.take() { return second }
    while true {
      let (x, y) = (symmetric(), symmetric())
      let s = x * x + y * y
      guard s > 0, s < 1 else { continue }
      let factor = (-2 * log(s) / s).squareRoot()
      spare = y * factor
      return x * factor
    }
  }

  /// A number from 0 to limit − 1: the high word of a product, which is uniform but for limit · 2⁻⁶⁴.
  package mutating func index(below limit: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(limit)).high) }

  /// 0 … count − 1 in a random order, by Fisher and Yates.
  package mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for i in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(i, index(below: i + 1))
    }
    return order
  }

  private static func rotated(_ x: UInt64, by k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }
}

/// SplitMix64: from one word to as many as a state needs.
private struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
