import Certification
import MatrixNorms
import TestSupport
import Testing

@testable import Training

@Suite struct TrainingRadiusTests {
  private let layout = ParameterLayout(widths: [2, 2], hasBiases: true)
  private let parameters = [1, -2, 0.5, 0, 100, 100.0]

  private func rows(_ radius: TrainingRadius, factor: Double = 1) -> [Double] {
    radius.rows(parameters, layout, factor: factor)[0]
  }

  private func gradient(_ radius: TrainingRadius) -> [Double] {
    var gradient = Array(repeating: 0.0, count: 6)
    radius.addGradient(ofRows: [[3, 5]], parameters, layout, factor: 0.5, to: &gradient)
    return gradient
  }

  @Test("W = (1 −2; ½ 0): 0.1; 0.1·2; 0.1·(1 + 2); int8 2/254, ½/254 by rows and 2/254; the factor ½ halves them")
  func hand() {
    let int8 = { TrainingRadius.rounding(Quantization(bits: 8, scheme: $0)) }
    let expected: [(TrainingRadius, [Double])] = [
      (.ball(0.1, .absolute), [0.1, 0.1]), (.ball(0.1, .largestWeight), [0.2, 0.2]), (.ball(0.1, .range), [0.3, 0.3]),
      (int8(.perChannel), [2 / 254, 0.5 / 254]), (int8(.perTensor), [2 / 254, 2 / 254]),
    ]
    for (radius, values) in expected {
      for (a, b) in zip(rows(radius), values) { #expect(relativeDifference(a, b) <= 4 * 0x1p-53, "\(radius)") }
      #expect(zip(rows(radius, factor: 0.5), rows(radius)).allSatisfy { $0 == $1 / 2 }, "\(radius)")
    }
  }

  @Test("∂ℓ/∂e = (3, 5), factor ½: 0.1·½·8 against the sign of −2 (and for 1 by range); int4 by rows ½·3/14, ½·5/14")
  func derivatives() {
    #expect(gradient(.ball(0.1, .absolute)) == [0, 0, 0, 0, 0, 0])
    #expect(gradient(.ball(0.1, .largestWeight)) == [0, -0.4, 0, 0, 0, 0])
    #expect(gradient(.ball(0.1, .range)) == [0.4, -0.4, 0, 0, 0, 0])
    let channels = gradient(.rounding(Quantization(bits: 4, scheme: .perChannel)))
    for (a, b) in zip(channels, [0, -1.5 / 14, 2.5 / 14, 0, 0, 0]) { #expect(abs(a - b) < 1e-16) }
    let tensor = gradient(.rounding(Quantization(bits: 4, scheme: .perTensor)))
    for (a, b) in zip(tensor, [0, -4.0 / 14, 0, 0, 0, 0]) { #expect(abs(a - b) < 1e-16) }
  }

  /// `certify` rounds its radii up: the ball's by a few u, the quantizations' by 4 (n + 2) u of themselves, n ≤ 32767.
  @Test("never above the radius that certify takes of the same matrix, and equal to it but for that rounding")
  func certify() {
    let subject = TrainingCase(seed: 12, widths: [4, 5, 3])
    let matrices = subject.network().layers.map(\.weight)
    for unit in RadiusUnit.allCases {
      let rows = TrainingRadius.ball(0.03, unit).rows(subject.parameters, subject.layout, factor: 1)
      for (k, W) in matrices.enumerated() {
        let certified = unit.radius(0.03, of: W).largest
        #expect(rows[k].count == W.rows && rows[k].allSatisfy { relativeDifference($0, certified) <= 8 * 0x1p-53 })
      }
    }
    for bits in [2, 4, 8, 16] {
      for scheme in [QuantizationScheme.perChannel, .perTensor] {
        let quantization = Quantization(bits: bits, scheme: scheme)
        let rows = TrainingRadius.rounding(quantization).rows(subject.parameters, subject.layout, factor: 1)
        let slack = 4 * Double(quantization.largestCode + 4) * 0x1p-53
        for (k, W) in matrices.enumerated() {
          let certified = quantization.radius(of: W)
          for i in 0..<W.rows {
            #expect(rows[k][i] <= certified[i, 0] && relativeDifference(rows[k][i], certified[i, 0]) <= slack)
          }
        }
      }
    }
  }

  @Test("refused: negative, infinite, NaN, groups; descriptions") func obstacles() {
    for ε in [-0.1, .infinity, .nan] { #expect(TrainingRadius.ball(ε, .absolute).obstacle == "\(ε) is not a radius") }
    #expect(
      TrainingRadius.rounding(Quantization(bits: 8, scheme: .group(4))).obstacle
        == "groups along a row have a radius per weight, training has one per row")
    #expect(RobustGradientTests.radii.allSatisfy { $0.obstacle == nil })
    #expect(
      RobustGradientTests.radii.map(\.description) == [
        "0.02", "0.03 · max|W|", "0.015 · (max W − min W)", "int8 per-channel", "int8 per-tensor", "int4 per-channel",
        "int4 per-tensor",
      ])
  }
}
