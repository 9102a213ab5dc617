import Foundation
import Training

/// An epoch as a line of metrics.jsonl, with the names that `analyze` reads in training logs.
enum MetricsLine {
  /// One JSON object; keys in a fixed order.
  static func text(_ epoch: EpochMetrics) -> String {
    var members: [(String, String)] = [
      ("epoch", "\(epoch.epoch)"), ("step", "\(epoch.step)"), ("train_loss", number(epoch.crossEntropy)),
      ("train_error", number(epoch.error)), ("objective", number(epoch.loss)),
    ]
    if let term = epoch.robustTerm { members.append(("robust_term", number(term))) }
    if let validation = epoch.validation {
      members += [
        ("val_loss", number(validation.crossEntropy)), ("val_error", number(validation.error)),
        ("val_objective", number(validation.loss)), ("best", "\(epoch.isBest)"),
      ]
    }
    members += [
      ("learning_rate", number(epoch.learningRate)), ("radius_factor", number(epoch.radiusFactor)),
      ("seconds", number((epoch.seconds * 1000).rounded() / 1000)),
    ]
    return "{" + members.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}"
  }

  /// JSON has no NaN; an epoch whose loss is not finite does not come here.
  private static func number(_ x: Double) -> String { x.isFinite ? "\(x)" : "null" }
}
