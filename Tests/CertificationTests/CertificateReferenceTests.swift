import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Certification

/// Theorem and elementwise margins against a 50-digit implementation: biases, every activation, one to four layers.
@Suite struct CertificateReferenceTests {
  static let cases = try! Theorem4Case.extended()

  /// Some thirty operations on values up to 1e3 and the deduction of the forward pass's round-off bound.
  @Test(arguments: cases.indices) func margins(_ index: Int) throws {
    let example = Self.cases[index]
    let (network, inputs) = try example.networkAndInputs()
    let ball = try PerturbedNetwork(network, radii: example.epsilon)
    let pass = ForwardPass(ball, on: inputs)
    let scale = example.expected.robustMargins.values.joined().reduce(1) { max($0, abs($1)) }
    let tolerance = 1e-12 * scale
    func expect(_ computed: [Double], _ key: String) throws {
      for (a, b) in zip(computed, try #require(example.expected.robustMargins[key])) {
        // Rounded down: never above the exact margin.
        #expect(a <= b + 1e-16 * scale && b - a <= tolerance, "\(example.name): \(key)")
      }
    }
    try expect(TheoremCertificate.robustMargins(ball, pass, labels: example.y), "theorem")
    try expect(TheoremCertificate.uniformMargins(ball, pass, labels: example.y), "D")
    try expect(ElementwiseCertificate.robustMargins(ball, pass, labels: example.y), "elementwise")
    for (a, b) in zip(pass.logits.margins(labels: example.y), example.expected.margins) {
      #expect(abs(a - b) <= tolerance)
    }
  }
}
