import MatrixNorms
import Networks

/// The margins of one sample over the whole ball as a linear program with switches: exact verification without products of
/// weights and activations (theory, section 2), for ρ(a) = min(max(a, p), q).
///
/// A pre-activation ranges over [g, h], g = (W − E)v + β − b and h = (W + E)v + β + b with v ≥ 0, so z = ρ(a) ranges over
/// [ρ(g), ρ(h)]: only max(g, p) ≥ … is convex, and each kink that a range straddles makes one choice.
///
/// - z ≤ max(h, p): z ≤ h + s, s ≥ 0, and *either* s = 0 *or* z = p; both relaxed: (z − p)/(z̄ − p) + s/s̄ ≤ 1.
/// - z ≥ min(g, q): z ≥ g − r, r ≥ 0, and *either* r = 0 *or* z = q; both relaxed: (q − z)/(q − z̲) + r/r̄ ≤ 1.
///
/// A choice is a column bound. The first layer's outputs are a box, without any choice; two layers are a box alone. A neuron
/// that lies on one side of its kinks needs no choice either, with h's own range [h̲, h̄] (s̄ = p − h̲) and g's (r̄ = ḡ − q).
/// Neurons with a single value are no columns.
///
/// **Error bounds.** Every row is moved outwards by `lost`, so that the program with the numbers as stored holds for all
/// networks in the ball: W ± E is rounded once, products of constants and sums of d terms lose at most 4(d + 8)u of
/// Σ(|w| + e) v̄ + |β| + b.
struct MarginProgram {
  /// The relaxation.
  let program: LinearProgram
  /// The choices.
  let switches: [KinkSwitch]
  /// Where the outputs of each hidden layer are found.
  let places: [[Place]]
  /// The label.
  let label: Int
  private let last: (layer: DenseLayer, radius: LayerRadius)

  /// An output of a hidden layer.
  enum Place {
    /// A column that is at most `largest`.
    case column(Int, largest: Double)
    /// Always this value.
    case constant(Double)

    var largest: Double {
      switch self {
      case .column(_, let largest): largest
      case .constant(let value): value
      }
    }
  }

  /// The program of one sample (row of the ends). O(parameters).
  init(_ perturbed: PerturbedNetwork, _ ends: [RowEnds], sample: Int, label: Int) {
    var builder = MarginProgramBuilder(perturbed.network.activation)
    for (index, layer) in ends.enumerated() {
      builder.append(perturbed.network.layers[index], perturbed.radii[index], layer, sample: sample)
    }
    program = LinearProgram(builder.rows, lower: builder.lower, upper: builder.upper)
    (switches, places) = (builder.switches, builder.places)
    self.label = label
    last = (perturbed.network.layers[perturbed.depth - 1], perturbed.radii[perturbed.depth - 1])
  }

  /// The least f̂_y − f̂_j for given outputs of the last hidden layer, (W_y − W_j − E_y − E_j)z + β_y − β_j − b_y − b_j.
  func objective(_ j: Int) -> LinearProgram.Objective {
    let (y, W, E) = (label, last.layer.weight, last.radius.weight)
    var objective = LinearProgram.Objective(
      coefficients: Array(repeating: 0, count: program.columnCount),
      constant: last.layer.biasDifference(y, j) - (last.radius.bias.map { $0[y] + $0[j] } ?? 0))
    var magnitude = 2 * (last.layer.largestBias + last.radius.largestBias)
    for (i, place) in places[places.count - 1].enumerated() {
      let e = E[y, i] + E[j, i]
      let c = W[y, i] - W[j, i] - e
      magnitude += (W[y, i].magnitude + W[j, i].magnitude + e) * place.largest
      switch place {
      case .column(let column, _): objective.coefficients[column] = c
      case .constant(let value): objective.constant += c * value
      }
    }
    objective.constant -= roundOff(of: magnitude, terms: W.columns)
    return objective
  }
}

/// 4(d + 8)u of a magnitude, and what underflow may lose.
func roundOff(of magnitude: Double, terms d: Int) -> Double {
  4 * Double(d + 8) * (unitRoundOff * magnitude + underflow)
}

/// A kink that a range straddles: either the slack is 0, or the neuron lies flat at the kink.
struct KinkSwitch {
  /// The neuron's column.
  let column: Int
  /// The slack's column.
  let slack: Int
  /// ρ there.
  let value: Double
  /// True for p, where z ≥ value; false for q.
  let isLower: Bool
  /// The row z ≤ h + s or z ≥ g − r.
  let row: Int
  /// The lengths z̄ − p and s̄ (or q − z̲ and r̄) of the relaxation's legs.
  let (height, reach): (Double, Double)

  /// The two choices.
  enum Choice: UInt8 { case linear, flat }

  /// Narrows column bounds to a choice.
  func apply(_ choice: Choice, lower: inout [Double], upper: inout [Double]) {
    switch choice {
    case .linear: upper[slack] = 0
    case .flat: (lower[column], upper[column]) = (value, value)
    }
  }
}
