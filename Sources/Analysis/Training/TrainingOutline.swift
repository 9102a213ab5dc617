import Datasets
import Training

/// A training as it would be, found out without beginning it.
public struct TrainingOutline: Sendable, Equatable {
  /// What decides it.
  public let settings: TrainingSettings
  /// The training samples, from the first.
  public let sampleCount: Int
  /// Checkpoints are written after every so many epochs.
  public let every: Int
  /// The weights before the training are written as well.
  public let writesInitial: Bool
  /// The values as they were written.
  let parameters: TrainingParameters

  /// Checks values against each other and against the samples.
  ///
  /// - Throws: `refused`, `training`, `data`.
  public init(
    _ parameters: TrainingParameters, data: LabelledSamples, threads: Int
  ) throws(TrainingRunError) {
    let limit: Int?
    do throws(TrainingParameterError) {
      settings = try parameters.settings(threads: threads)
      every = try parameters.every()
      writesInitial = try parameters.writesInitial()
      limit = try parameters.sampleLimit()
    } catch { throw .refused(error) }
    self.parameters = parameters
    if let limit, limit > data.count {
      throw .data("\(data.path) has \(data.count) samples, \(limit) are asked for")
    }
    sampleCount = limit ?? data.count
    do { _ = try settings.validationCount(of: sampleCount) } catch { throw .training(error, lastCheckpoint: nil) }
    guard data.classCount >= 2 else { throw .data("\(data.path): a classifier needs two classes") }
  }

  /// Equal where the same checkpoints would be written, whatever the texts.
  public static func == (a: TrainingOutline, b: TrainingOutline) -> Bool {
    (a.settings, a.sampleCount, a.every, a.writesInitial) == (b.settings, b.sampleCount, b.every, b.writesInitial)
  }

  /// How far the training is in a folder.
  ///
  /// - Throws: `occupied` where the folder holds another training, with what differs, or models; `unreadableState`.
  public func status(in path: String, data: LabelledSamples) throws(TrainingRunError) -> TrainingStatus {
    let folder = RunFolder(path: path)
    guard folder.hasState else {
      try folder.requireFree()
      return .new
    }
    let saved = try SavedTraining(folder.stateMetadata(), path: path)
    try saved.check(data, path: path)
    let differences = try saved.differences(from: self)
    guard differences.isEmpty else {
      throw .occupied(path, "another training (\(differences.joined(separator: "; ")))")
    }
    let epochs = saved.epoch
    return saved.isFinished(settings) ? .finished(epochs: epochs) : .unfinished(epochs: epochs)
  }
}

/// How far a training is.
public enum TrainingStatus: Sendable, Equatable {
  /// It is not begun.
  case new
  /// So many epochs are done.
  case unfinished(epochs: Int)
  /// It is at its end, by the number of epochs or by early stopping.
  case finished(epochs: Int)
}
