import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Certification

@Suite struct QuantizationTests {
  static let schemes: [QuantizationScheme] = [.perTensor, .perChannel, .group(1), .group(3), .group(64)]

  @Test("half a step of max 1.27 at 8 bits is 1.27 / 127 / 2 = 0.005; codes of 1.27, −0.014, 0.006 are 127, −1, 1")
  func byHand() {
    let quantization = Quantization(bits: 8, scheme: .perTensor)
    let weight = Matrix([[1.27, -0.014, 0.006]])
    guard case .uniform(let E) = quantization.radius(of: weight) else { return #expect(Bool(false)) }
    // s is off by u at most; enlarged by 4 (127 + 2) u and an ulp.
    #expect(E >= 0.005 && E <= 0.005 * (1 + 520 * 0x1p-53))
    #expect(quantization.quantize(weight).codes == [127, -1, 1])
    #expect(quantization.largestCode == 127 && Quantization(bits: 2, scheme: .perTensor).largestCode == 1)
  }

  @Test("one scale for the matrix, each row, or each run of 2: max 6; 6, 2; 6, 3 and 2, 1 (over 1 at 2 bits)")
  func groups() {
    let weight = Matrix([[-6, 5, 3], [2, 0, -1]])
    func scales(_ scheme: QuantizationScheme) -> [Double] {
      Quantization(bits: 2, scheme: scheme).quantize(weight).scales
    }
    #expect(scales(.perTensor) == [6] && scales(.perChannel) == [6, 2] && scales(.group(2)) == [6, 3, 2, 1])
    let grouped = Quantization(bits: 2, scheme: .group(2))
    // Halves enlarged by 4 (1 + 2) u, and the last ulp.
    let E = grouped.radius(of: weight)
    for (i, expected) in [3, 3, 1.5, 1, 1, 0.5].enumerated() {
      let radius = E[i / 3, i % 3]
      #expect(radius >= expected && radius <= expected * (1 + 16 * 0x1p-53))
    }
    #expect(grouped.quantize(weight).matrix == Matrix([[-6, 6, 3], [2, 0, -1]]))
    guard case .rows(let rows) = Quantization(bits: 2, scheme: .perChannel).radius(of: weight) else {
      return #expect(Bool(false))
    }
    #expect(rows.count == 2)
  }

  @Test("|Q − W| ≤ E for the exact numbers, from subnormal to 1e300, at 2 to 16 bits", arguments: schemes)
  func contains(_ scheme: QuantizationScheme) {
    for bits in 2...16 {
      var g = SeededGenerator(seed: UInt64(bits))
      for exponent in [0, 3, -1000, 990, -1040, -1060, -1073] {
        var weight = randomMatrix(5, 7, &g)
        weight.apply { $0 * Double(sign: .plus, exponent: exponent, significand: 1) }
        // A row of zeros, and entries near the middle between two codes, where the error is largest.
        for j in 0..<7 { weight[2, j] = 0 }
        let quantization = Quantization(bits: bits, scheme: scheme)
        let step = quantization.quantize(weight).scale(row: 0, column: 0)
        for j in 1..<7 { weight[0, j] = min(step * (Double(j) - 0.5), abs(weight[0, 0])) }
        let (quantized, E) = (quantization.quantize(weight), quantization.radius(of: weight))
        let Q = quantized.matrix
        for i in 0..<5 {
          for j in 0..<7 {
            #expect(isWithin(Q[i, j], weight[i, j], E[i, j]), "\(bits) bits, 2^\(exponent), entry (\(i), \(j))")
            #expect(abs(Int(quantized.codes[i * 7 + j])) <= quantization.largestCode)
            #expect(Q[i, j] == quantized.scale(row: i, column: j) * Double(quantized.codes[i * 7 + j]))
          }
        }
        // Half a step: no more than the stated enlargement, n 2⁻¹⁰⁷⁴ where s is subnormal.
        let n = Double(quantization.largestCode)
        let half = quantized.scale(row: 0, column: 0) / 2
        #expect(E[0, 0] <= half * (1 + 4 * (n + 3) * 0x1p-53) + (n + 2) * 0x1p-1074)
      }
    }
  }

  @Test("zeros stay where they are: scale 0, radius 0, unless they share a scale") func zeros() {
    let weight = Matrix([[0, 0], [1, 0]])
    let rows = Quantization(bits: 4, scheme: .perChannel)
    #expect(rows.radius(of: weight)[0, 1] == 0 && rows.quantize(weight).scales[0] == 0)
    #expect(rows.quantize(weight).matrix == weight)
    #expect(Quantization(bits: 4, scheme: .perTensor).radius(of: weight)[0, 1] > 0)
    #expect(Quantization(bits: 4, scheme: .perTensor).radius(of: Matrix([[0, 0]])).isZero)
  }

  @Test("the certificate of the ball holds for the quantized network", arguments: schemes)
  func certifies(_ scheme: QuantizationScheme) throws {
    for seed in UInt64(0)..<20 {
      let example = RandomCase(seed: seed)
      let quantization = Quantization(bits: 6, scheme: scheme)
      let ball = try PerturbedNetwork(example.network, radii: quantization.radii(of: example.network))
      let certified = IntervalCertificate.robustMargins(
        ball, ForwardPass(ball, on: example.inputs), labels: example.labels)
      let margins = try quantization.quantized(example.network).logits(example.inputs).margins(labels: example.labels)
      // The margins have round-off of their own, some 1e-15 of numbers below 100.
      for (bound, margin) in zip(certified, margins) { #expect(bound <= margin + 1e-12) }
    }
  }
}

/// |a − b| ≤ E as exact numbers: the remainder of the rounded difference decides.
func isWithin(_ a: Double, _ b: Double, _ E: Double) -> Bool {
  let (high, low) = (max(a, b), min(a, b))
  let difference = high - low
  let subtracted = high - difference
  let remainder = (high - (difference + subtracted)) + (subtracted - low)
  return difference < E || difference == E && remainder <= 0
}
