/// What a training log says about one checkpoint. Logged training metrics are running means over an epoch, taken while the
/// weights still moved, not the checkpoint's own.
public struct LoggedMetrics: Sendable, Equatable {
  /// The epoch that the log gives; nil where it gives none.
  public var epoch: Int?
  /// The optimizer step that the log gives.
  public var step: Int?
  /// Share of training samples that were misclassified.
  public var trainError: Double?
  /// Share of held-out samples that were misclassified.
  public var testError: Double?
  /// Mean training loss.
  public var trainLoss: Double?
  /// Mean held-out loss.
  public var testLoss: Double?
  /// The log.
  public var file: String
  /// How each number was read, for example "test error = 1 − test_acc".
  public var columns: [String]

  /// Metrics of one checkpoint.
  public init(
    epoch: Int? = nil, step: Int? = nil, trainError: Double? = nil, testError: Double? = nil, trainLoss: Double? = nil,
    testLoss: Double? = nil, file: String, columns: [String]
  ) {
    self.epoch = epoch
    self.step = step
    self.trainError = trainError
    self.testError = testError
    self.trainLoss = trainLoss
    self.testLoss = testLoss
    self.file = file
    self.columns = columns
  }
}
