import MatrixNorms
import Networks

/// What the per-sample attack found.
public struct SampleAttackOutcome: Sendable {
  /// For each sample an upper bound on its margin with the worst Ŵ found, round-off added.
  public private(set) var margins: [Double]

  private let perturbed: PerturbedNetwork
  private let inputs: Matrix
  private let labels: [Int]
  private let ends: [BallEnds]
  /// The shifts of the hidden layers for every sample; nil where nothing lower than the natural margin was proven.
  private var shifts: [[[Double]]?]

  /// Nothing found yet: natural margins.
  init(_ perturbed: PerturbedNetwork, _ pass: ForwardPass, _ labels: [Int]) {
    self.perturbed = perturbed
    self.labels = labels
    inputs = pass.inputs
    ends = BallEnds.all(of: perturbed)
    margins = pass.naturalMargins(labels)
    shifts = Array(repeating: nil, count: labels.count)
  }

  /// Evaluates shifts of some samples, and keeps those that lower the margin for certain.
  mutating func adopt(_ found: [Matrix], samples: [Int]) {
    for (row, sample) in samples.enumerated() {
      let shifts = found.map { Array($0.row(row)) }
      guard let network = network(shifts, sample) else { continue }
      let pass = ForwardPass(
        network, rowNorms: perturbed.perturbedRowNorms, on: LabelGroups.gather([sample], of: inputs))
      let margin = pass.upperMargin(0, label: labels[sample])
      guard margin < margins[sample] else { continue }
      margins[sample] = margin
      self.shifts[sample] = shifts
    }
  }

  /// Ŵ of one sample, every weight in the ball as a double; the natural network where nothing worse was found. O(parameters).
  public func network(ofSample sample: Int) -> FeedForwardNetwork {
    shifts[sample].flatMap { network($0, sample) } ?? perturbed.network
  }

  /// Nil where a weight would be infinite.
  private func network(_ shifts: [[Double]], _ sample: Int) -> FeedForwardNetwork? {
    let y = labels[sample]
    let last = (0..<perturbed.network.outputCount).map { $0 == y ? -1.0 : 1 }
    let x = Array(inputs.row(sample))
    let layers = zip(ends, shifts + [last]).enumerated().map { k, pair in
      pair.0.shifted(by: pair.1, signs: k == 0 ? x : nil)
    }
    return try? FeedForwardNetwork(layers: layers, activation: perturbed.network.activation)
  }
}

extension BallEnds {
  /// W + diag(t) E diag(sign x) and β + t∘b within the ends; all signs are 1 where there is no x.
  fileprivate func shifted(by t: [Double], signs x: [Double]?) -> DenseLayer {
    var weight = layer.weight
    let signs = x.map { $0.map { $0 > 0 ? 1.0 : $0 < 0 ? -1 : 0 } } ?? Array(repeating: 1, count: weight.columns)
    weight.modifyRows { i, row, entries in
      let (lower, upper, signs) = (lower.elements.span, upper.elements.span, signs.span)
      for j in signs.indices {
        let entry = row.lowerBound + j
        // The ends themselves, not what rounding makes of w ± e.
        switch t[i] * signs[j] {
        case 1: entries[entry] = upper[entry]
        case -1: entries[entry] = lower[entry]
        case let shift:
          entries[entry] = (entries[entry] + shift * radius.weight[i, j]).clamped(lower[entry], upper[entry])
        }
      }
    }
    let bias = biasEnds?.enumerated().map { i, ends in
      t[i] == 1
        ? ends.upper : t[i] == -1 ? ends.lower : clip(bias: (layer.bias?[i] ?? 0) + t[i] * (radius.bias?[i] ?? 0), i)
    }
    return layer.replacing(weight: weight, bias: bias)
  }
}

extension PerturbedNetwork {
  /// An upper bound on the ∞→∞ norm of Ŵᵏ for every layer.
  var perturbedRowNorms: [Double] { (1...depth).map { perturbedRowNorm($0) * (1 + 4 * unitRoundOff) } }
}
