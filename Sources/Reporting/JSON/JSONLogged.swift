import Checkpoints

/// What the run's own logs say about a checkpoint.
struct JSONLogged: Codable {
  let file: String
  let epoch: Nullable<Int>
  let step: Nullable<Int>
  let trainError: NullableNumber
  let testError: NullableNumber
  let trainLoss: NullableNumber
  let testLoss: NullableNumber
  let columns: String

  enum CodingKeys: String, CodingKey {
    case file
    case epoch
    case step
    case trainError = "train_error"
    case testError = "test_error"
    case trainLoss = "train_loss"
    case testLoss = "test_loss"
    case columns
  }

  init(_ metrics: LoggedMetrics) {
    file = metrics.file
    epoch = Nullable(metrics.epoch)
    step = Nullable(metrics.step)
    trainError = NullableNumber(metrics.trainError)
    testError = NullableNumber(metrics.testError)
    trainLoss = NullableNumber(metrics.trainLoss)
    testLoss = NullableNumber(metrics.testLoss)
    columns = metrics.columns.joined(separator: "; ")
  }
}
