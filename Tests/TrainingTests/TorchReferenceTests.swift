import Certification
import Networks
import TestSupport
import Testing

@testable import Training

/// Whole trainings against PyTorch's automatic differentiation and optimizers, in double precision, with given weights and order.
///
/// One gradient differs by the order of sums: less than 200 operations on numbers below 100, so 10⁻¹² at most. A step of SGD
/// adds rate · that, one of Adam, which divides by √v̂, up to rate · 10⁻¹² / √v̂ with √v̂ above 10⁻³ wherever the gradient is not
/// 0. Differences grow by at most 1 + rate · curvature < 2 in a step: after 8 steps less than 10⁻¹² · 10³ · 0.05 · 2⁸ ≈ 10⁻⁸ in
/// the worst case. A wrong term or a missing factor is beyond 10⁻⁴. The bound asked for is a hundredth of that worst case.
@Suite struct TorchReferenceTests {
  struct Reference: Decodable, Sendable {
    let widths: [Int], features: [Double], labels: [Int], batches: [[Int]], initial: [Double], cases: [Case]
  }

  struct Case: Decodable, Sendable {
    let name: String, activation: String, optimizer: String, term: String, radius: String
    let rate: Double, momentum: Double, beta1: Double, beta2: Double, decay: Double
    let lambda: Double, mu: Double, radius_value: Double, ramp_steps: Double
    let losses: [Double], final: [Double]

    var kind: OptimizerKind { optimizer == "sgd" ? .sgd(momentum: momentum) : .adam(β1: beta1, β2: beta2) }

    var trainingRadius: TrainingRadius {
      if let unit = RadiusUnit(rawValue: radius) { return .ball(radius_value, unit) }
      return .rounding(Quantization(bits: Int(radius_value), scheme: QuantizationScheme(radius)!))
    }
  }

  static let tolerance = 1e-10

  @Test("losses of 8 steps and the weights after them, with 1 and 3 threads", arguments: [1, 3])
  func trainings(threads: Int) throws {
    let reference = try Fixtures.decode(Reference.self, from: "training/reference.json")
    #expect(reference.cases.count == 15)
    let layout = ParameterLayout(widths: reference.widths, hasBiases: true)
    let samples = TrainingSamples(
      featureCount: reference.widths[0], features: reference.features, labels: reference.labels)
    for test in reference.cases {
      let batch: any BatchGradient<Double> = RobustTermKind(rawValue: test.term)!.gradient(
        layout: layout, activation: Activation(named: test.activation)!, radius: test.trainingRadius,
        batchSize: samples.count, threads: threads)
      var optimizer = Optimizer<Double>(test.kind, weightDecay: test.decay, layout: layout, threads: threads)
      var parameters = reference.initial
      var gradient = parameters
      for (step, indices) in reference.batches.enumerated() {
        let sums = batch.evaluate(
          parameters, samples, indices[...], robustFactor: test.lambda,
          radiusFactor: test.ramp_steps > 0 ? min(1, Double(step) / test.ramp_steps) : 1, differentiating: true,
          gradient: &gradient)
        let norms = NormPenalty.add(parameters, layout, factor: test.mu, to: &gradient)
        let loss = (sums.crossEntropy + test.lambda * sums.robustTerm) / Double(indices.count) + test.mu * norms
        #expect(relativeDifference(loss, test.losses[step]) <= Self.tolerance, "\(test.name), step \(step + 1)")
        optimizer.step(&parameters, gradient, rate: test.rate)
      }
      for (found, expected) in zip(parameters, test.final) {
        #expect(abs(found - expected) <= Self.tolerance * max(1, abs(expected)), "\(test.name)")
      }
      #expect(parameters.count == test.final.count)
    }
  }
}
