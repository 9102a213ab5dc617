import Certification
import Datasets
import MatrixNorms
import Networks

/// A network on a set of samples: margins, losses and certificates, batch by batch.
struct SampleEvaluation: Sendable {
  /// n.
  let count: Int
  /// M(f(x_i), y_i).
  let margins: [Double]
  /// Mean cross-entropy.
  let crossEntropy: Double
  /// ‖X‖_F.
  let frobeniusNorm: Norm
  /// ‖X‖_{1,2}.
  let norm12: Norm
  /// Upper bounds on ‖X_{:,j}‖₂, for each feature j.
  let columnNorms: [UpperBound]
  /// maxᵢ ‖x_i‖₂.
  let largestEuclideanNorm: UpperBound
  /// maxᵢ ‖x_i‖_∞.
  let largestMagnitude: Double
  /// M(f(x_i), y_i) less the round-off of the forward pass, whatever the radii; empty where there is no ball.
  let lowerMargins: [Double]
  /// For each setting of the radii.
  let robust: [RobustMargins]

  /// Certified margins at one setting of the radii.
  struct RobustMargins: Sendable {
    /// M_ε with D for all pairs: Theorem 4's.
    var uniform: [Double] = []
    /// By certificate key.
    var certified: [String: [Double]] = [:]
  }

  /// Samples of one batch: enough for BLAS, few enough to stay in the cache.
  static let batchSize = 512

  /// Evaluates the network and, for each ball, every certificate.
  ///
  /// - Parameter balls: the network with radii; empty where the theorems do not hold for its activation.
  /// - Throws: for samples that do not fit the network or cannot be read.
  init(
    of network: FeedForwardNetwork, balls: [PerturbedNetwork], on samples: LabelledSamples, workers: WorkerCount
  ) throws(EvaluationError) {
    try Self.check(samples, against: network)
    let size = Self.batchSize
    let batches = try workers.map((samples.count + size - 1) / size) { index throws(EvaluationError) -> Batch in
      let rows = index * size..<min(samples.count, (index + 1) * size)
      do throws(DatasetError) {
        return Batch(network, balls, try samples.features(rows), Array(samples.labels[rows]))
      } catch {
        throw .dataset(error)
      }
    }
    count = samples.count
    margins = batches.flatMap(\.margins)
    if let sample = margins.firstIndex(where: { !$0.isFinite }) {
      throw .misfit(.overflow(sample: sample, dataPath: samples.path))
    }
    crossEntropy = batches.reduce(0) { $0 + $1.crossEntropySum } / Double(samples.count)
    frobeniusNorm = Self.combined(batches.map(\.frobeniusNorm))
    norm12 = Self.combined(batches.map(\.norm12))
    columnNorms = Self.combined(batches.map(\.columnNorms), columns: samples.featureCount)
    largestEuclideanNorm = batches.reduce(.zero) { max($0, $1.largestEuclideanNorm) }
    largestMagnitude = batches.reduce(0) { max($0, $1.largestMagnitude) }
    lowerMargins = batches.flatMap(\.lowerMargins)
    robust = balls.indices.map { ball in
      var all = RobustMargins()
      for batch in batches {
        all.uniform += batch.robust[ball].uniform
        all.certified.merge(batch.robust[ball].certified) { $0 + $1 }
      }
      return all
    }
  }

  static func check(_ samples: LabelledSamples, against network: FeedForwardNetwork) throws(EvaluationError) {
    guard samples.featureCount == network.inputCount else {
      throw .misfit(
        .inputWidth(network: network.inputCount, data: samples.featureCount, dataPath: samples.path))
    }
    if let sample = samples.labels.firstIndex(where: { $0 >= network.outputCount }) {
      throw .misfit(
        .labelOutOfRange(
          label: samples.labels[sample], sample: sample, outputs: network.outputCount, dataPath: samples.path))
    }
  }

  /// (Σ norm²)^½ of the parts.
  private static func combined(_ parts: [Norm]) -> Norm {
    Norm(
      value: parts.reduce(0) { $0 + $1.value * $1.value }.squareRoot(),
      upperBound: parts.map(\.upperBound.squared).sum.squareRoot)
  }

  /// The same for each column.
  private static func combined(_ parts: [[UpperBound]], columns: Int) -> [UpperBound] {
    (0..<columns).map { j in parts.map { $0[j].squared }.sum.squareRoot }
  }
}

/// The samples of one batch.
private struct Batch: Sendable {
  let margins: [Double]
  let crossEntropySum: Double
  let frobeniusNorm: Norm
  let norm12: Norm
  let columnNorms: [UpperBound]
  let largestEuclideanNorm: UpperBound
  let largestMagnitude: Double
  let lowerMargins: [Double]
  let robust: [SampleEvaluation.RobustMargins]

  init(_ network: FeedForwardNetwork, _ balls: [PerturbedNetwork], _ inputs: Matrix, _ labels: [Int]) {
    // The natural pass does not depend on the radii.
    let pass = balls.first.map { ForwardPass($0, on: inputs) }
    let logits = pass?.logits ?? network.logits(inputs)
    margins = logits.margins(labels: labels)
    crossEntropySum = logits.crossEntropies(labels: labels).reduce(0, +)
    frobeniusNorm = inputs.frobeniusNorm
    norm12 = inputs.rowNorm12
    columnNorms = inputs.columnNorms2
    largestEuclideanNorm = inputs.largestRowNorm2.upperBound
    largestMagnitude = inputs.largestMagnitude
    guard let pass, let ball = balls.first else {
      (lowerMargins, robust) = ([], [])
      return
    }
    // In the ball of radius 0 only the round-off is taken off.
    lowerMargins = TheoremCertificate.uniformMargins(ball.scaled(by: 0), pass, labels: labels)
    robust = balls.map { ball in
      SampleEvaluation.RobustMargins(
        uniform: TheoremCertificate.uniformMargins(ball, pass, labels: labels),
        certified: Dictionary(
          uniqueKeysWithValues: forwardCertificates.map { ($0.key, $0.robustMargins(ball, pass, labels: labels)) }))
    }
  }
}

/// Why a network cannot be evaluated on samples.
enum EvaluationError: Error {
  case misfit(AnalysisError)
  case dataset(DatasetError)
}
