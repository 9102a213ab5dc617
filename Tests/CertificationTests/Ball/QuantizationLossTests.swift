import MatrixNorms
import Networks
import Testing

@testable import Certification

@Suite struct QuantizationLossTests {
  @Test(
    "127/64, 3/256, −1/256, −1/2 over s = 1/64: codes 127, 1, 0, −32; error 3/256 − 1/64 = −1/256; half a step 1/128")
  func byHand() {
    let layer = DenseLayer(name: "fc", weight: Matrix([[1.984375, 0.01171875], [-0.00390625, -0.5]]), bias: [7, 7])
    let loss = QuantizationLoss(of: layer, Quantization(bits: 8, scheme: .perTensor))
    #expect(loss.layer == "fc" && loss.rows == 2 && loss.columns == 2 && loss.scaleCount == 1)
    #expect(loss.largestError == 0.00390625 && loss.zeroCodes == 1 && loss.zeroShare == 0.25)
    // Enlarged by 4 (127 + 2) u and an ulp.
    #expect(loss.largestRadius >= 0x1p-7 && loss.largestRadius <= 0x1p-7 * (1 + 520 * 0x1p-53))
  }

  @Test("the row before a single output counts nowhere", arguments: QuantizationTests.schemes)
  func singleOutput(_ scheme: QuantizationScheme) {
    let layer = DenseLayer(name: "out", weight: Matrix([[0.3, -1, 0.001]]), bias: [1])
    let quantization = Quantization(bits: 4, scheme: scheme)
    #expect(QuantizationLoss(of: layer.pairedWithZero, quantization) == QuantizationLoss(of: layer, quantization))
  }
}
