import MatrixNorms
import Networks
import TestSupport

@testable import Training

/// A random network with labelled samples, in double precision.
struct TrainingCase {
  let layout: ParameterLayout
  let activation: Activation
  let parameters: [Double]
  let samples: TrainingSamples<Double>

  init(seed: UInt64, widths: [Int], hasBiases: Bool = true, activation: Activation = .relu, samples count: Int = 6) {
    var g = SeededGenerator(seed: seed)
    let layout = ParameterLayout(widths: widths, hasBiases: hasBiases)
    self.layout = layout
    self.activation = activation
    parameters = (0..<layout.count).map { _ in 0.7 * g.normal() }
    samples = TrainingSamples(
      featureCount: widths[0], features: (0..<count * widths[0]).map { _ in g.normal() },
      labels: (0..<count).map { _ in Int.random(in: 0..<layout.classCount, using: &g) })
  }

  init(_ layout: ParameterLayout, _ activation: Activation, _ parameters: [Double], x: [Double], label: Int) {
    (self.layout, self.activation, self.parameters) = (layout, activation, parameters)
    samples = TrainingSamples(featureCount: x.count, features: x, labels: [label])
  }

  /// 3 inputs, so many layers of 3 or 4 neurons, 3 classes.
  static func widths(depth: Int) -> [Int] { [3] + [4, 3, 4, 3].prefix(depth - 1) + [3] }

  func network(_ parameters: [Double]? = nil) -> FeedForwardNetwork {
    try! layout.network(parameters ?? self.parameters, activation)
  }

  /// Sample i as a matrix of one row.
  func input(_ i: Int) -> Matrix {
    let d = samples.featureCount
    return Matrix(rows: 1, columns: d, elements: Array(samples.features[i * d..<(i + 1) * d]))
  }
}

/// ℓ_CE + λ R + μ Σ norms, the mean over all samples of a case, as a function of the parameters.
struct Objective {
  let subject: TrainingCase
  let batch: any BatchGradient<Double>
  var λ = 0.0
  var factor = 1.0
  var μ = 0.0

  init(
    _ subject: TrainingCase, _ term: RobustTermKind = .theorem, λ: Double = 0,
    radius: TrainingRadius = .ball(0, .absolute), factor: Double = 1, μ: Double = 0, threads: Int = 1
  ) {
    self.subject = subject
    batch = term.gradient(
      layout: subject.layout, activation: subject.activation, radius: radius, batchSize: subject.samples.count,
      threads: threads)
    (self.λ, self.factor, self.μ) = (λ, factor, μ)
  }

  /// The sums and the gradient over some samples, by default all.
  func evaluate(_ parameters: [Double], _ indices: [Int]? = nil) -> (sums: SampleSums, gradient: [Double]) {
    // What stands there before must not matter.
    var gradient = Array(repeating: Double.nan, count: subject.layout.count)
    let indices = indices ?? Array(0..<subject.samples.count)
    let sums = batch.evaluate(
      parameters, subject.samples, indices[...], robustFactor: λ, radiusFactor: factor, differentiating: true,
      gradient: &gradient)
    return (sums, gradient)
  }

  func gradient(_ parameters: [Double]) -> [Double] {
    var gradient = evaluate(parameters).gradient
    if μ > 0 { _ = NormPenalty.add(parameters, subject.layout, factor: μ, to: &gradient) }
    return gradient
  }

  func callAsFunction(_ parameters: [Double]) -> Double {
    let sums = evaluate(parameters).sums
    var unused = Array(repeating: 0.0, count: subject.layout.count)
    let norms = NormPenalty.add(parameters, subject.layout, factor: μ, to: &unused)
    return (sums.crossEntropy + λ * sums.robustTerm) / Double(subject.samples.count) + μ * norms
  }
}
