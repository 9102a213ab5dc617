import MatrixNorms
import Networks

/// The worst single Ŵ that a search finds for a whole set of samples. *Universal* quantifier: easier to withstand than the
/// per-sample attack, and what one faulty or quantized copy of a model can do at worst, as far as found.
///
/// Projected sign-gradient descent on all weights, Ŵ := clip(Ŵ − α E∘sign G), α falling from 1 to 0, on the smooth count of right
/// samples of `LossGradient`, whose width τ is a fraction of the median |margin|. Starts: W itself, then points drawn
/// uniformly from the ball. The best Ŵ of all steps has the fewest right samples, then the least sum of margins that are right.
///
/// Every Ŵ lies in the ball exactly, as doubles. Margins are upper bounds: the round-off of the pass is added. Where no Ŵ beats
/// W, W is returned with its margins as the per-sample attack reports them. A Ŵ whose margins overflow is passed over.
public enum UniversalAttack {
  /// Attacks all samples at once. O(samples · restarts · steps · parameters).
  ///
  /// - Returns: the margins with the worst Ŵ found, and the network that has it.
  public static func run(
    _ perturbed: PerturbedNetwork, on inputs: Matrix, labels: [Int], settings: AttackSettings
  ) -> (outcome: UniversalOutcome, network: FeedForwardNetwork) {
    let starts = (0..<settings.restarts).map {
      start($0, perturbed, on: inputs, labels: labels, settings: settings)
    }
    return worst(of: starts, perturbed, on: inputs, labels: labels)
  }

  /// One start and its steps: starts are independent of each other and may be shared among workers.
  public static func start(
    _ number: Int, _ perturbed: PerturbedNetwork, on inputs: Matrix, labels: [Int], settings: AttackSettings
  ) -> UniversalStart {
    precondition(labels.count == inputs.rows, "one label for each sample")
    var search = UniversalSearch(perturbed, LossGradient(inputs, labels))
    if !perturbed.radii.allSatisfy(\.isZero) { search.descend(restart: number, settings) }
    return UniversalStart(found: search.found)
  }

  /// The worst Ŵ of all starts, the first of equals.
  public static func worst(
    of starts: [UniversalStart], _ perturbed: PerturbedNetwork, on inputs: Matrix, labels: [Int]
  ) -> (outcome: UniversalOutcome, network: FeedForwardNetwork) {
    var search = UniversalSearch(perturbed, LossGradient(inputs, labels))
    for start in starts { search.merge(start.found) }
    return search.result
  }
}

/// What one start of the universal attack found; the samples are not kept.
public struct UniversalStart: Sendable {
  let found: UniversalSearch.Found
}
