import Datasets
import Foundation
import MatrixNorms
import Networks
import Training

/// One training from samples to a folder of checkpoints.
public struct TrainingRun: Sendable {
  private let folder: RunFolder
  private let data: TrainingData
  private let every: Int
  /// Texts that every file carries.
  private let stamp: [String: String]
  private var trainer: Trainer<Float>
  private var metrics: [String]
  private var lastCheckpoint: String?
  private var lastSaved = Date()

  /// How a training ended.
  public struct Outcome: Sendable, Equatable {
    /// d_0 … d_L.
    public let widths: [Int]
    /// Epochs done.
    public let epochs: Int
    /// The last epoch's metrics; nil where none was finished in this call.
    public let last: EpochMetrics?
    /// The epoch of the lowest validation loss.
    public let bestEpoch: Int?
    /// True where a stop was asked for before the end.
    public let isInterrupted: Bool
    /// True where the validation loss had stood still for too long.
    public let hasStoppedEarly: Bool
    /// True where gradients, and so the metrics, are taken at moved weights.
    public let movesWeights: Bool
    /// The file with the features, and what is done to them.
    public let dataPath: String, preprocessing: Preprocessing
  }

  /// A new training in an empty folder.
  ///
  /// - Throws: `refused`, `training`, `cannotWrite`, `occupied`, `data`.
  public init(
    _ parameters: TrainingParameters, data samples: LabelledSamples, threads: Int, output path: String, version: String
  ) throws(TrainingRunError) {
    let data = try TrainingData(
      samples, limit: try refusing { () throws(TrainingParameterError) in try parameters.sampleLimit() })
    try self.init(parameters, data, threads, RunFolder(path: path), version, resuming: nil)
  }

  /// Where samples lie, and what is done to them.
  public struct Source: Sendable {
    /// The file with the features.
    public let path: String
    /// The file with the labels, where it is another one.
    public let labels: String?
    /// What is done to every feature.
    public let preprocessing: Preprocessing
  }

  /// The name of an epoch's checkpoint.
  public static func checkpointName(epoch: Int, of epochs: Int) -> String {
    RunFolder.checkpointName(epoch: epoch, of: epochs)
  }

  /// Deletes the files of a training, and nothing else, from its folder; where there is none, nothing happens.
  ///
  /// - Throws: `occupied` where the folder holds models of another origin.
  public static func removeEarlier(_ path: String) throws(TrainingRunError) {
    let folder = RunFolder(path: path)
    guard folder.hasState else { return try folder.requireFree() }
    _ = try SavedTraining(folder.stateMetadata(), path: path)
    try folder.removeFiles()
  }

  /// Where the samples of a training in a folder were, and what is done to them.
  ///
  /// - Throws: `unreadableState`.
  public static func source(of path: String) throws(TrainingRunError) -> Source {
    let saved = try SavedTraining(RunFolder(path: path).stateMetadata(), path: path)
    return Source(path: saved.dataPath, labels: saved.labelsPath, preprocessing: saved.preprocessing)
  }

  /// The training that was stopped in a folder, with the parameters it began with.
  ///
  /// - Throws: as `init`, and `unreadableState`.
  public init(
    resuming path: String, data samples: LabelledSamples, version: String
  ) throws(TrainingRunError) {
    let folder = RunFolder(path: path)
    let saved = try SavedTraining(folder.stateMetadata(), path: path)
    do throws(TrainingRunError) {
      try saved.check(samples, path: path)
      let data = try TrainingData(
        samples, limit: try refusing { () throws(TrainingParameterError) in try saved.parameters.sampleLimit() })
      try self.init(saved.parameters, data, saved.threads, folder, version, resuming: saved)
    } catch {
      switch error {
      // Nobody has typed these values: they are those of a damaged file.
      case .refused, .training(.refused, _):
        throw .unreadableState("\(path): the state of the training cannot be taken up: \(error)")
      case .training(.foreignState, _): throw .unreadableState("\(path): \(error)")
      default: throw error
      }
    }
  }

  private init(
    _ parameters: TrainingParameters, _ data: TrainingData, _ threads: Int, _ folder: RunFolder, _ version: String,
    resuming saved: SavedTraining?
  ) throws(TrainingRunError) {
    let settings = try refusing { () throws(TrainingParameterError) in try parameters.settings(threads: threads) }
    every = try refusing { () throws(TrainingParameterError) in try parameters.every() }
    (self.folder, self.data) = (folder, data)
    do { trainer = try Trainer(settings, samples: data.samples, classes: data.classCount) } catch {
      throw .training(error, lastCheckpoint: nil)
    }
    let validationCount = data.samples.count - trainer.sampleCount
    stamp = SavedTraining.stamp(
      parameters, data, settings, widths: trainer.layout.widths, validationCount: validationCount,
      version: version)
    metrics = []
    if let saved {
      try saved.check(settings, path: folder.path)
      let state = try folder.state(layout: trainer.layout, settings: settings)
      metrics = try folder.metrics(epochs: state.epoch)
      do { try trainer.resume(from: state) } catch { throw .training(error, lastCheckpoint: nil) }
      // Killed before it was written.
      if (state.epoch, state.stepInEpoch) == (0, 0), !folder.hasInitial { try writeInitial(parameters) }
      let written = state.epoch / every * every
      if written > 0 { lastCheckpoint = RunFolder.checkpointName(epoch: written, of: settings.epochs) }
    } else {
      try folder.prepare()
      // From the begin, so that a training that is killed at once can be taken up, and its folder is known for what it is.
      try saveState()
      try writeInitial(parameters)
    }
  }

  /// Writes the weights before the training as a checkpoint of epoch 0, where that is asked for.
  private func writeInitial(_ parameters: TrainingParameters) throws(TrainingRunError) {
    guard try refusing({ () throws(TrainingParameterError) in try parameters.writesInitial() }) else { return }
    let network: FeedForwardNetwork
    do { network = try trainer.network() } catch { throw .cannotWrite("\(error)") }
    try folder.write(
      network, as: RunFolder.initialName, metadata: stamp.merging(["epoch": "0", "step": "0"]) { $1 })
  }

  /// True where there is nothing left to train.
  public var isFinished: Bool { trainer.isFinished }
  /// Epochs done.
  public var epochs: Int { trainer.state.epoch }

  /// Outputs that no sample asks for: labels that skip classes, or a column that is none of labels; nil where there are none.
  public var noteOnClasses: String? {
    let present = Set(data.samples.labels).count
    guard present < data.classCount else { return nil }
    return
      "\(present) of \(data.classCount) classes occur: labels are counted from 0 to the largest, \(data.classCount - 1)"
  }

  /// Trains until the end, or until `goOn` says no; then the state is saved, and the training can be resumed.
  ///
  /// - Parameter goOn: asked after every step, on this thread.
  /// - Throws: `cannotWrite`, `training` with `diverged`.
  public mutating func run(goOn: (TrainingProgress) -> Bool) throws(TrainingRunError) -> Outcome {
    var last: EpochMetrics?
    while !trainer.isFinished {
      let epoch: EpochMetrics?
      do { epoch = try trainer.trainEpoch(goOn: goOn) } catch {
        try saveAll()
        throw .training(error, lastCheckpoint: lastCheckpoint)
      }
      guard let epoch else {
        try saveAll()
        return outcome(last, isInterrupted: true)
      }
      last = epoch
      try finish(epoch)
      // A small epoch has one step, after which the trainer does not ask.
      guard trainer.isFinished || goOn(TrainingProgress(endOf: epoch, stepCount: trainer.stepCount)) else {
        try saveAll()
        return outcome(last, isInterrupted: true)
      }
    }
    try saveAll()
    return outcome(last, isInterrupted: false)
  }

  private func outcome(_ last: EpochMetrics?, isInterrupted: Bool) -> Outcome {
    Outcome(
      widths: trainer.layout.widths, epochs: trainer.state.epoch, last: last, bestEpoch: trainer.state.bestEpoch,
      isInterrupted: isInterrupted, hasStoppedEarly: trainer.hasStoppedEarly,
      movesWeights: trainer.settings.disturbance != .none, dataPath: data.path, preprocessing: data.preprocessing)
  }

  /// Writes what an epoch leaves behind.
  private mutating func finish(_ epoch: EpochMetrics) throws(TrainingRunError) {
    metrics.append(MetricsLine.text(epoch))
    let isDue = epoch.epoch % every == 0 || trainer.isFinished
    if isDue || epoch.isBest {
      let network: FeedForwardNetwork
      do { network = try trainer.network() } catch {
        let cause = TrainingError.diverged(
          step: epoch.step, epoch: epoch.epoch, loss: epoch.loss, layer: error.layerNumber)
        throw .training(cause, lastCheckpoint: lastCheckpoint)
      }
      let metadata = stamp.merging(["epoch": "\(epoch.epoch)", "step": "\(epoch.step)"]) { $1 }
      if isDue {
        let name = RunFolder.checkpointName(epoch: epoch.epoch, of: trainer.settings.epochs)
        try folder.write(network, as: name, metadata: metadata)
        lastCheckpoint = name
      }
      if epoch.isBest { try folder.write(network, as: RunFolder.bestName, metadata: metadata) }
    }
    // A small network has hundreds of epochs a second: what a crash may lose is a second of those, or one long epoch.
    if Date().timeIntervalSince(lastSaved) > 1 { try saveAll() }
  }

  /// Writes the log before the state: a log that is ahead is cut when the state is taken up.
  private mutating func saveAll() throws(TrainingRunError) {
    try folder.write(metrics: metrics)
    try saveState()
    lastSaved = Date()
  }

  private func saveState() throws(TrainingRunError) {
    try folder.write(trainer.state, metadata: stamp.merging(SavedTraining.places(data)) { $1 })
  }
}

/// Turns a refused parameter into a failure of the run.
private func refusing<Value>(
  _ body: () throws(TrainingParameterError) -> Value
) throws(TrainingRunError) -> Value {
  do { return try body() } catch { throw .refused(error) }
}

extension NetworkError {
  /// The layer, counted from 1, whose numbers are not finite; layers of a training are called 0, 1, ….
  fileprivate var layerNumber: Int? {
    switch self {
    case .nonFiniteWeight(let layer, _), .nonFiniteBias(let layer, _, _): Int(layer).map { $0 + 1 }
    default: nil
    }
  }
}
