import Bounds
import Certification

extension RiskMeasurement {
  /// The losses of an evaluation at one setting of the radii.
  init(_ evaluation: SampleEvaluation, radiusIndex: Int, marginScale γ: Double?) {
    let sorted = evaluation.margins.sorted()
    self.init(
      count: evaluation.count, error: Self.shareNotPositive(evaluation.margins),
      crossEntropy: evaluation.crossEntropy, frobeniusNormX: evaluation.frobeniusNorm.value,
      norm12X: evaluation.norm12.value,
      marginPercentiles: Dictionary(uniqueKeysWithValues: Self.percents.map { ($0, sorted.percentile(Double($0))) }))
    let ramp = γ.map(RampLoss.init(marginScale:))
    rampLoss = ramp?.mean(evaluation.margins)
    guard evaluation.robust.indices.contains(radiusIndex) else { return }
    let robust = evaluation.robust[radiusIndex]
    robustRampLoss = ramp?.mean(robust.uniform)
    certifiedErrors = robust.certified.mapValues(Self.shareNotPositive)
    robustError = certifiedErrors[TheoremCertificate.key]
  }

  /// The share of samples that are not proved correct: margin ≤ 0, ties included.
  private static func shareNotPositive(_ margins: [Double]) -> Double {
    Double(margins.count { !($0 > 0) }) / Double(margins.count)
  }
}
