import TestSupport

@testable import Bounds

extension MeasureOutcome {
  /// True for this number, or its logarithm where that is what the measure tells, up to a few roundings: every case here is
  /// made of fewer than 1000 operations without cancellation.
  func isNear(_ expected: Double) -> Bool {
    switch self {
    case .value(let x), .log10(let x): relativeDifference(x, expected) <= 1000 * 0x1p-53
    case .notAvailable: false
    }
  }
}
