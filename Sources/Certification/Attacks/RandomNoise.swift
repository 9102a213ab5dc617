import MatrixNorms
import Networks
import Statistics

/// Accuracy under random weights. *Random* quantifier: what to expect of noise, not the worst of it.
///
/// Every weight is drawn by itself: uniformly from [w − e, w + e], or normal with mean w and standard deviation e, which leaves the
/// ball; a bias likewise where it has a radius. The draws are independent of each other, so that their accuracies on the
/// given samples have a mean with the confidence interval of `KullbackLeiblerInterval`; it speaks of these samples and of
/// noise, not of other samples. Accuracies are those of the networks as run: no round-off is added, ties and NaN are errors.
public enum RandomNoise {
  /// All draws. O(draws · samples · parameters).
  ///
  /// - Precondition: the confidence lies in (0, 1).
  public static func run(
    _ perturbed: PerturbedNetwork, on inputs: Matrix, labels: [Int], kind: NoiseKind, settings: AttackSettings,
    confidence: Double = 0.95
  ) -> NoiseOutcome {
    let correct = (0..<settings.draws).map { draw in
      correctSamples(perturbed, on: inputs, labels: labels, kind: kind, seed: settings.seed, draw: draw)
    }
    return NoiseOutcome(kind: kind, correct: correct, samples: labels.count, confidence: confidence)
  }

  /// How many samples one draw classifies correctly: draws may be shared among workers, and samples among blocks.
  public static func correctSamples(
    _ perturbed: PerturbedNetwork, on inputs: Matrix, labels: [Int], kind: NoiseKind, seed: UInt64, draw: Int
  ) -> Int {
    precondition(labels.count == inputs.rows, "one label for each sample")
    // Infinite weights are right about nothing.
    guard let network = network(perturbed, kind: kind, seed: seed, draw: draw) else { return 0 }
    return network.logits(inputs).margins(labels: labels).count { $0 > 0 }
  }

  /// The network of one draw; nil where a weight overflows. O(parameters).
  public static func network(
    _ perturbed: PerturbedNetwork, kind: NoiseKind, seed: UInt64, draw: Int
  ) -> FeedForwardNetwork? {
    var stream = RandomStream(seed: seed, kind == .uniform ? .uniformNoise : .gaussianNoise, number: draw)
    let layers = zip(perturbed.network.layers, perturbed.radii).map { layer, radius in
      switch kind {
      case .uniform: radius.moved(layer, clipped: true) { stream.symmetric() }
      case .gaussian: radius.moved(layer, clipped: false) { stream.normal() }
      }
    }
    return perturbed.network.replacing(layers)
  }
}

extension NoiseOutcome {
  /// From the number of correct samples of each draw.
  ///
  /// - Precondition: the confidence lies in (0, 1).
  public init(kind: NoiseKind, correct: [Int], samples: Int, confidence: Double) {
    let m = Double(max(1, samples))
    let mean = Double(correct.reduce(0, +)) / (m * Double(max(1, correct.count)))
    self.init(
      kind: kind, accuracies: correct.map { Double($0) / m }.sorted(),
      interval: KullbackLeiblerInterval.interval(mean: mean, count: correct.count, confidence: confidence),
      confidence: confidence)
  }
}
