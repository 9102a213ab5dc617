import MatrixNorms
import Testing

@testable import Certification

@Suite struct HeldOutCertificateTests {
  /// (k, m, δ, limit). mpmath 1.3.0 with 50 digits: findroot of ln Σ_{i≤k} C(m, i) p^i (1 − p)^(m−i) − ln δ, for k = 0
  /// 1 − exp(ln δ / m), with δ the double; the limit is the least double that is not below the root.
  static let reference: [(k: Int, m: Int, δ: Double, limit: Double)] = [
    (0, 1, 0.05, 0.9500000000000001),
    (0, 10, 0.05, 0.2588655508930523),
    (0, 360, 0.05, 0.008286950875235656),
    (0, 1_000_000, 1e-12, 2.7630639382780497e-05),
    (1, 2, 0.05, 0.9746794344808964),
    (1, 10, 0.01, 0.5043526629308014),
    (9, 10, 0.05, 0.9948838031081764),
    (5, 10, 0.5, 0.548305843776337),
    (144, 360, 0.05, 0.44435999862604053),
    (216, 360, 0.0125, 0.6579608932293828),
    (359, 360, 1e-06, 0.9999999972222209),
    (3, 1000, 1e-09, 0.02877559277430076),
    (500, 10000, 0.05, 0.05373317819066033),
    (1, 1_000_000, 1e-12, 3.109940514923099e-05),
    (1000, 1_000_000, 1e-12, 0.0012398267372870384),
    (250000, 1_000_000, 0.001, 0.2513402826890679),
    (500000, 1_000_000, 0.05, 0.500822926050523),
    (999999, 1_000_000, 0.05, 0.9999999487067069),
    (2, 5, 0.9, 0.2466364532884666),
  ]

  @Test(
    "Clopper–Pearson limits: never below 50 digits of mpmath, above by at most the stated error", arguments: reference)
  func limits(_ example: (k: Int, m: Int, δ: Double, limit: Double)) {
    let certificate = HeldOutCertificate(errors: example.k, count: example.m, failureProbability: example.δ)
    #expect(certificate.errorUpperLimit >= example.limit)
    // 16 m u q S/(m − k) + 2⁻⁵⁰ p, with S ≤ min(k, m/3) + 1 terms. For k = 0 that is 16u.
    let (k, m, p) = (Double(example.k), Double(example.m), example.limit)
    let error = 16 * m * 0x1p-53 * (1 - p) * (min(k, m / 3) + 1) / (m - k) + 0x1p-49 * p
    #expect(certificate.errorUpperLimit - example.limit <= error)
    #expect(certificate.errors == example.k && certificate.count == example.m)
  }

  @Test("0 of 2 at δ = 1/4: 1 − √(1/4) = 1/2; 1 of 2 at δ = 3/4: 1 − p² = 3/4, p = 1/2") func byHand() {
    // 1/2 itself is found by the first bisection: its tail is exact.
    for (k, δ) in [(0, 0.25), (1, 0.75)] {
      let limit = HeldOutCertificate(errors: k, count: 2, failureProbability: δ).errorUpperLimit
      #expect(limit >= 0.5 && limit <= 0.5 + 0x1p-48)
    }
  }

  @Test("nothing is known of no samples, nor where all of them fail: 1") func ends() {
    #expect(HeldOutCertificate(errors: 0, count: 0, failureProbability: 0.05).errorUpperLimit == 1)
    #expect(HeldOutCertificate(errors: 7, count: 7, failureProbability: 0.05).errorUpperLimit == 1)
  }

  @Test("of four balls each gets δ/4: 5 % become 1.25 %, with confidence 98.75 %") func bonferroni() {
    let shared = HeldOutCertificate(errors: 216, count: 360, failureProbability: 0.05, dividedAmong: 4)
    #expect(shared == HeldOutCertificate(errors: 216, count: 360, failureProbability: 0.0125))
    #expect(shared.confidence == 0.9875)
    #expect(HeldOutCertificate(errors: 1, count: 9, failureProbability: 0.05).confidence == 0.95)
  }

  @Test("shares of δ are rounded down; a confidence of 1 − 1e-20 is not 1") func rounding() {
    for balls in 1...50 {
      let one = HeldOutCertificate(errors: 0, count: 1, failureProbability: 0.1, dividedAmong: balls)
      // (1 − limit)·n ≤ δ, for k = 0, m = 1: the limit is 1 − δ/n.
      #expect((-0.1).addingProduct(1 - one.errorUpperLimit, Double(balls)) <= 0)
    }
    #expect(HeldOutCertificate(errors: 0, count: 5, failureProbability: 1e-20).confidence == 1 - 0x1p-53)
  }

  @Test("more errors, fewer samples and a smaller δ give a higher limit") func monotone() {
    func limit(_ k: Int, _ m: Int, _ δ: Double) -> Double {
      HeldOutCertificate(errors: k, count: m, failureProbability: δ).errorUpperLimit
    }
    for m in 1...12 {
      for k in 0..<m {
        #expect(limit(k, m, 0.05) < limit(k + 1, m, 0.05))
        #expect(limit(k, m + 1, 0.05) < limit(k, m, 0.05))
        #expect(limit(k, m, 0.05) < limit(k, m, 0.01))
        #expect(limit(k, m, 0.05) > Double(k) / Double(m))
      }
    }
  }
}
