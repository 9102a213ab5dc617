import Foundation

/// How the learning rate goes on from its first value.
public enum LearningRateSchedule: Sendable, Equatable, CustomStringConvertible {
  /// It stays.
  case constant
  /// rate · (1 + cos(π t)) / 2, t the share of the steps that are done: to 0 at the end. Source: Loshchilov and Hutter 2017.
  case cosine
  /// A tenth of it after every so many epochs.
  case step(epochs: Int)
  /// A tenth of it whenever the validation loss was not better for so many epochs.
  case plateau(epochs: Int)

  /// "constant", "cosine", "step:30", "plateau:5".
  public var description: String {
    switch self {
    case .constant: "constant"
    case .cosine: "cosine"
    case .step(let epochs): "step:\(epochs)"
    case .plateau(let epochs): "plateau:\(epochs)"
    }
  }

  /// Reads a description; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    switch (parts.first, parts.count) {
    case ("constant", 1): self = .constant
    case ("cosine", 1): self = .cosine
    case ("step", 2), ("plateau", 2):
      guard let epochs = Int(parts[1]), epochs > 0 else { return nil }
      self = parts[0] == "step" ? .step(epochs: epochs) : .plateau(epochs: epochs)
    default: return nil
    }
  }

  /// What cannot be followed; nil where it can.
  var obstacle: String? {
    switch self {
    case .step(let epochs) where epochs < 1, .plateau(let epochs) where epochs < 1:
      "the schedule \(self) has no epoch to wait for"
    default: nil
    }
  }

  /// What the first rate is multiplied with.
  ///
  /// - Parameters:
  ///   - done: the share of all steps that are done, 0 ≤ done < 1.
  ///   - epoch: epochs that are done.
  ///   - plateaus: how often the validation loss stood still.
  func factor(done: Double, epoch: Int, plateaus: Int) -> Double {
    switch self {
    case .constant: 1
    case .cosine: (1 + cos(.pi * done)) / 2
    case .step(let epochs): pow(0.1, Double(epoch / epochs))
    case .plateau: pow(0.1, Double(plateaus))
    }
  }
}
