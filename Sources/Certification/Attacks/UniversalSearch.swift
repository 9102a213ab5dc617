import MatrixNorms
import Networks
import Statistics

/// The state of the universal attack.
struct UniversalSearch: Sendable {
  /// τ in units of the median |margin|, for one start after another: narrow ones count better, wide ones see farther.
  private static let widths = [0.25, 0.5, 0.125]
  /// How far an activation's flat parts slope at the first step.
  private static let firstLeak = 0.1

  private let perturbed: PerturbedNetwork
  private let loss: LossGradient
  private let ends: [BallEnds]
  /// The worst weights so far.
  private(set) var found: Found

  /// The worst weights and how bad they are.
  struct Found: Sendable {
    /// Nil as long as nothing beats W.
    var best: FeedForwardNetwork?
    var score: Score
  }

  /// Fewer right samples first, then smaller margins of these.
  struct Score: Sendable {
    var right = 0, sum = 0.0

    init(_ margins: [Double]) {
      for margin in margins where margin > 0 {
        right += 1
        sum += margin
      }
    }

    func isWorse(than other: Score) -> Bool { (right, sum) < (other.right, other.sum) }
  }

  init(_ perturbed: PerturbedNetwork, _ loss: LossGradient) {
    self.perturbed = perturbed
    self.loss = loss
    ends = BallEnds.all(of: perturbed)
    found = Found(score: Score(loss.margins(perturbed.network)))
  }

  /// One start and its steps; the first is from the centre, the others from points of the ball drawn at random.
  mutating func descend(restart: Int, _ settings: AttackSettings) {
    let width = Self.widths[restart % Self.widths.count]
    var network: FeedForwardNetwork? = restart == 0 ? perturbed.network : drawn(restart, settings.seed)
    for step in 0...settings.steps {
      guard let current = network else { return }
      let margins = loss.margins(current)
      keep(current, margins)
      guard step < settings.steps else { return }
      let left = 1 - Double(step) / Double(settings.steps)
      let gradients = loss.gradients(
        current, τ: width * margins.medianMagnitude + .leastNormalMagnitude, leak: Self.firstLeak * left)
      network = current.replacing(
        zip(ends, zip(current.layers, gradients)).map { $0.stepped($1.0, against: $1.1, by: left) })
    }
  }

  /// Takes over what another search found where that is worse.
  mutating func merge(_ other: Found) {
    if other.score.isWorse(than: found.score) { found = other }
  }

  private func drawn(_ restart: Int, _ seed: UInt64) -> FeedForwardNetwork? {
    var stream = RandomStream(seed: seed, .universal, number: restart)
    return perturbed.network.replacing(
      ends.map { $0.radius.moved($0.layer, clipped: true) { stream.symmetric() } })
  }

  private mutating func keep(_ network: FeedForwardNetwork, _ margins: [Double]) {
    let next = Score(margins)
    // −∞ stands for NaN, which is no proof.
    guard next.isWorse(than: found.score), margins.allSatisfy(\.isFinite) else { return }
    found = Found(best: network, score: next)
  }

  /// The best Ŵ with upper bounds on its margins; W where their round-off makes more samples right than W has.
  var result: (outcome: UniversalOutcome, network: FeedForwardNetwork) {
    let natural = UniversalOutcome(
      margins: upperMargins(perturbed.network, perturbed.rowNorms) { $0.naturalMargins($1) })
    let moved = found.best.map {
      ($0, UniversalOutcome(margins: upperMargins($0, perturbed.perturbedRowNorms) { $0.upperMargins($1) }))
    }
    guard let (network, outcome) = moved, outcome.accuracy <= natural.accuracy else {
      return (natural, perturbed.network)
    }
    return (outcome, network)
  }

  private func upperMargins(
    _ network: FeedForwardNetwork, _ rowNorms: [Double], _ margins: (ForwardPass, _ labels: [Int]) -> [Double]
  ) -> [Double] {
    var all: [Double] = []
    loss.forEachBlock { inputs, labels in
      all += margins(ForwardPass(network, rowNorms: rowNorms, on: inputs), labels)
    }
    return all
  }
}

extension FeedForwardNetwork {
  /// The network with other layers of the same shapes; nil where a weight is infinite.
  func replacing(_ layers: [DenseLayer]) -> FeedForwardNetwork? {
    try? FeedForwardNetwork(layers: layers, activation: activation)
  }
}

extension BallEnds {
  /// A layer of the ball after a step of α radii down the gradient's signs.
  fileprivate func stepped(_ current: DenseLayer, against gradient: LayerGradient, by α: Double) -> DenseLayer {
    func direction(_ slope: Double) -> Double { slope > 0 ? -α : slope < 0 ? α : 0 }
    let steps = radius.weight.moved(gradient.weight) { slope, e in direction(slope) * e }
    var weight = current.weight
    weight.modifyElements { entries in
      let steps = steps.elements.span
      for i in entries.indices { entries[i] += steps[i] }
    }
    clip(&weight)
    let bias = biasEnds?.indices.map { i in
      clip(bias: (current.bias?[i] ?? 0) + direction(gradient.bias[i, 0]) * (radius.bias?[i] ?? 0), i)
    }
    return layer.replacing(weight: weight, bias: bias)
  }
}

extension [Double] {
  /// The median of the finite magnitudes, the lower one of two; 0 where there are none.
  fileprivate var medianMagnitude: Double {
    let sorted = map(\.magnitude).filter(\.isFinite).sorted()
    return sorted.isEmpty ? 0 : sorted[(sorted.count - 1) / 2]
  }
}
