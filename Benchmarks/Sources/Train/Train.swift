import Datasets
import Foundation
import MatrixNorms
import Timing
import Training

/// Trains a 784-1024-1024-10 network in single precision, some steps for each line on standard input, and answers each with a
/// line of JSON.
///
/// A line is a number of steps; the training goes on where the last line left it. The loss is the mean over the steps of the
/// epoch so far. A line `parameters PATH` writes the weights and biases in little-endian order. `Scripts/benchmark_train.py`
/// drives it.
@main
struct Train {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 5, let settings = TrainingSettings(Array(arguments[2...])) else {
      print("usage: Train FEATURES standard|theorem|elementwise|interval sgd|adam THREADS   (steps on standard input)")
      exit(64)
    }
    let samples = try trainingSamples(arguments[1])
    var trainer = try Trainer(settings, samples: samples, classes: 10)
    while let line = readLine() {
      let words = line.split(separator: " ")
      if words.count == 2, words[0] == "parameters" {
        let bytes = trainer.state.parameters.flatMap { number in
          [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number.bitPattern >> $0) }
        }
        try Data(bytes).write(to: URL(fileURLWithPath: String(words[1])))
        print("{}")
      } else if let steps = Int(line) {
        let (loss, cost) = try Cost.measuring { try trainer.run(steps: steps) }
        print(#"{\#(cost.json), "loss": \#(loss)}"#)
      } else {
        print("not a task: \(line)")
        exit(64)
      }
      // Every stream: the driver waits for the line, and pipes are buffered.
      _ = fflush(nil)
    }
  }

  /// The samples of a file of grey values, as numbers in [0, 1].
  private static func trainingSamples(_ path: String) throws -> TrainingSamples<Float> {
    let samples = try Datasets.load(path, role: .train, preprocessing: Preprocessing(scale: 1.0 / 255))
    return TrainingSamples(
      featureCount: samples.featureCount, features: try samples.features(0..<samples.count).elements.map(Float.init),
      labels: samples.labels)
  }
}

extension TrainingSettings {
  /// The settings of a race: what is trained, by which optimizer, on how many threads.
  fileprivate init?(_ words: [String]) {
    self.init()
    guard let threads = Int(words[2]), threads > 0 else { return nil }
    self.threads = threads
    hidden = [1024, 1024]
    batchSize = 128
    epochs = 1000
    schedule = .constant
    radius = .ball(1e-4, .absolute)
    ramp = 0
    switch words[1] {
    case "sgd": (optimizer, learningRate) = (.sgd(momentum: 0.9), 0.01)
    case "adam": (optimizer, learningRate) = (.adam(β1: 0.9, β2: 0.999), 1e-3)
    default: return nil
    }
    guard words[0] != "standard" else { return }
    guard let term = RobustTermKind(rawValue: words[0]) else { return nil }
    (robustTerm, robustFactor) = (term, 0.1)
  }
}

extension Trainer {
  /// Goes on for some steps; the mean loss of the epoch so far.
  fileprivate mutating func run(steps: Int) throws -> Double {
    var (left, loss) = (steps, 0.0)
    while left > 0 {
      let metrics = try trainEpoch { progress in
        loss = progress.loss
        left -= 1
        return left > 0
      }
      // The last step of an epoch asks nobody.
      if let metrics { (loss, left) = (metrics.loss, left - 1) }
    }
    return loss
  }
}
