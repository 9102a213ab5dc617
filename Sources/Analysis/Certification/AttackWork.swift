import Certification
import MatrixNorms
import Networks

/// The attacks on one ball, spread over the workers, with the weights that break samples.
struct AttackWork {
  /// What the per-sample attack found in each block of samples; nil where it did not run.
  private let perSample: [SampleAttackOutcome]?
  private let universal: (outcome: UniversalOutcome, network: FeedForwardNetwork)?
  private let noise: [NoiseOutcome]

  init(_ ball: PerturbedNetwork, _ title: String, in work: ModelWork) {
    let (kinds, attacks, samples) = (work.settings.attacks, work.settings.attackSettings, work.samples)
    perSample =
      kinds.contains(.perSample)
      ? work.eachBlock("\(title): per-sample attack") { block in
        SampleAttack.run(
          ball, ForwardPass(ball, on: block.inputs), labels: block.labels, settings: attacks, firstSample: block.first)
      } : nil
    universal = kinds.contains(.universal) ? Self.universal(ball, title, work) : nil
    noise = kinds.compactMap(\.noise).map { kind in
      let correct = work.each("\(title): \(kind.rawValue) noise", attacks.draws) { draw in
        // One draw after another, block by block: memory holds one network and one block for each worker.
        guard let network = RandomNoise.network(ball, kind: kind, seed: attacks.seed, draw: draw) else { return 0 }
        return (0..<samples.count).reduce(0) { count, index in
          let block = samples[index]
          return count + network.logits(block.inputs).margins(labels: block.labels).count { $0 > 0 }
        }
      }
      return NoiseOutcome(
        kind: kind, correct: correct, samples: samples.labels.count,
        confidence: 1 - work.settings.failureProbability)
    }
  }

  private static func universal(
    _ ball: PerturbedNetwork, _ title: String, _ work: ModelWork
  ) -> (outcome: UniversalOutcome, network: FeedForwardNetwork) {
    let (attacks, samples) = (work.settings.attackSettings, work.samples)
    let starts = work.each("\(title): universal attack", attacks.restarts) { number in
      UniversalAttack.start(number, ball, on: samples.inputs, labels: samples.labels, settings: attacks)
    }
    return UniversalAttack.worst(of: starts, ball, on: samples.inputs, labels: samples.labels)
  }

  /// Margins and accuracies into the ball's results.
  func report(to result: inout BallCertification) {
    result.universal = universal?.outcome
    result.noise = noise
    guard let perSample else { return }
    let margins = perSample.flatMap(\.margins)
    // Weights that are bad for all are among those that may be bad for each.
    result.attackedMargins = universal.map { zip(margins, $0.outcome.margins).map { min($0, $1) } } ?? margins
  }

  /// Weights of the ball that are proved to misclassify a sample; nil where no attack found any.
  func witness(_ sample: Int) -> Witness? {
    if let perSample {
      let (block, place) = sample.quotientAndRemainder(dividingBy: SampleBlocks.size)
      let outcome = perSample[block]
      if outcome.margins[place] <= 0 {
        return Witness(network: outcome.network(ofSample: place), margin: outcome.margins[place])
      }
    }
    guard let universal, universal.outcome.margins[sample] <= 0 else { return nil }
    return Witness(network: universal.network, margin: universal.outcome.margins[sample])
  }
}
