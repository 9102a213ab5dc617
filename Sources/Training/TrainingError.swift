import Networks

/// Why a training cannot begin or go on.
public enum TrainingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The settings do not fit each other or the data.
  case refused(String)
  /// The loss, or a weight, is no finite number any more.
  case diverged(step: Int, epoch: Int, loss: Double, layer: Int?)
  /// A state does not belong to these settings and data.
  case foreignState(String)

  /// The cause in one line.
  public var description: String {
    switch self {
    case .refused(let reason): reason
    case .diverged(let step, let epoch, let loss, let layer):
      (loss.isFinite ? "a weight is no finite number" : "the loss is \(loss.isNaN ? "NaN" : "\(loss)")")
        + " at step \(step) (epoch \(epoch))"
        + (layer.map { ": the first values that are not finite are those of layer \($0)" } ?? "")
    case .foreignState(let reason): "the state of the training cannot be taken up: \(reason)"
    }
  }
}
