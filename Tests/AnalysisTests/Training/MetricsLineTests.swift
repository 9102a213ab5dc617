import TestSupport
import Testing

@testable import Analysis
@testable import Training

@Suite struct MetricsLineTests {
  private func epoch(robustTerm: Double?, loss: Double = 0.5) -> EpochMetrics {
    EpochMetrics(
      epoch: 3, step: 12, loss: loss, crossEntropy: 0.25, robustTerm: robustTerm, error: 0.125, learningRate: 1e-3,
      radiusFactor: 1, seconds: 0.00149)
  }

  @Test("a plain epoch: no robust term, nothing held out; 0.00149 s are 0.001") func plain() {
    #expect(
      MetricsLine.text(epoch(robustTerm: nil))
        == #"{"epoch": 3, "step": 12, "train_loss": 0.25, "train_error": 0.125, "objective": 0.5, "#
        + #""learning_rate": 0.001, "radius_factor": 1.0, "seconds": 0.001}"#)
  }

  @Test("a robust term and validation") func full() {
    var metrics = epoch(robustTerm: 0.75)
    metrics.validation = ValidationMetrics(loss: 2, crossEntropy: 1, error: 0.5)
    metrics.isBest = true
    #expect(
      MetricsLine.text(metrics)
        == #"{"epoch": 3, "step": 12, "train_loss": 0.25, "train_error": 0.125, "objective": 0.5, "#
        + #""robust_term": 0.75, "val_loss": 1.0, "val_error": 0.5, "val_objective": 2.0, "best": true, "#
        + #""learning_rate": 0.001, "radius_factor": 1.0, "seconds": 0.001}"#)
  }

  @Test("JSON has neither infinity nor NaN; tiny and huge numbers have exponents that JSON reads") func numbers() throws
  {
    #expect(try JSONValue(parsing: MetricsLine.text(epoch(robustTerm: .nan)))["robust_term"] == .null)
    for number in [.infinity, 1e-300, 1.5e300, .leastNonzeroMagnitude] {
      let value = try JSONValue(parsing: MetricsLine.text(epoch(robustTerm: nil, loss: number)))["objective"]
      #expect(value == (number.isFinite ? .number(number) : .null))
    }
  }
}
