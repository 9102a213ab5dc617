import Certification
import Datasets
import MatrixNorms
import Networks

/// How much the training cross-entropy rises at the worst weights of a ball that the universal attack finds.
///
///   (CE(Ŵ) − CE(W)) / (1 + CE(W)), one Ŵ for the whole training set, at least 0 because W is in the ball: a lower limit.
///
/// The attack looks for many wrong samples, not for a large cross-entropy. Results depend on the attack's settings and on
/// the samples, not on the number of workers.
public struct SharpnessMeasurement: Sendable {
  /// Fewer starts and steps than an attack for its own sake: they are run on all training samples, for every checkpoint.
  public static let usualAttack = AttackSettings(restarts: 2, steps: 20, draws: 0, seed: 0)

  private let inputs: Matrix
  private let labels: [Int]
  private let attack: AttackSettings

  /// Reads all training samples. Memory: 8 bytes for each feature of each sample, once here and once more for each start at work.
  init(on train: LabelledSamples, attack: AttackSettings) throws(DatasetError) {
    inputs = try train.features(0..<train.count)
    labels = train.labels
    self.attack = attack
  }

  /// The sharpness in one ball. O(restarts · steps · samples · parameters), as much as so many epochs of training.
  ///
  /// - Parameter crossEntropy: the network's own.
  func sharpness(of ball: PerturbedNetwork, crossEntropy: Double, workers: WorkerCount) -> Double {
    let starts = workers.map(attack.restarts) {
      UniversalAttack.start($0, ball, on: inputs, labels: labels, settings: attack)
    }
    let worst = UniversalAttack.worst(of: starts, ball, on: inputs, labels: labels).network
    return max(0, meanCrossEntropy(worst) - crossEntropy) / (1 + crossEntropy)
  }

  private func meanCrossEntropy(_ network: FeedForwardNetwork) -> Double {
    let (size, d) = (SampleEvaluation.batchSize, inputs.columns)
    let sums = stride(from: 0, to: inputs.rows, by: size).map { first in
      let rows = first..<min(inputs.rows, first + size)
      let batch = Matrix(
        rows: rows.count, columns: d, elements: Array(inputs.elements[rows.lowerBound * d..<rows.upperBound * d]))
      return network.logits(batch).crossEntropies(labels: Array(labels[rows])).reduce(0, +)
    }
    return sums.reduce(0, +) / Double(inputs.rows)
  }
}
