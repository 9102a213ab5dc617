import MatrixNorms
import Networks

/// A batch of samples, each with weights of its own that are told by one number t ∈ [−1, 1] for each hidden neuron.
///
/// Because v = zᵏ⁻¹ ≥ 0, the pre-activation W_i v + β_i of a neuron ranges over the ball exactly over
///
///   W_i v + β_i + t_i (E_i v + b_i), t_i ∈ [−1, 1]   (first layer: |x| for v),
///
/// which the row W_i + t_i E_i attains. In the last layer t_y = −1 and t_j = 1 are worst for every class j at once. So the worst
/// margin over the ball is the least over all t: a problem of width instead of width² unknowns.
struct ShiftedPass {
  let perturbed: PerturbedNetwork
  let labels: [Int]
  /// W¹x + β¹ and E¹|x| + b¹, which no shift changes.
  private let first: Affine
  /// Wᴸ − Eᴸ and Wᴸ + Eᴸ.
  let lowestRows: Matrix, highestRows: Matrix

  /// W z + β and E|z| + b of one layer, (samples × outputs).
  struct Affine {
    var center: Matrix
    var reach: Matrix
  }

  init(_ perturbed: PerturbedNetwork, on inputs: Matrix, labels: [Int]) {
    self.perturbed = perturbed
    self.labels = labels
    first = perturbed.affine(layer: 1, inputs)
    let (last, radius) = (perturbed.network.layers[perturbed.depth - 1], perturbed.radii[perturbed.depth - 1])
    lowestRows = radius.weight.shifting(last.weight, by: -1)
    highestRows = radius.weight.shifting(last.weight, by: 1)
  }

  var samples: Int { labels.count }
  /// d_1 … d_{L−1}.
  var widths: [Int] { perturbed.network.layers.dropLast().map(\.weight.rows) }
  /// No shift at all.
  var zeroShifts: [Matrix] { widths.map { Matrix(rows: samples, columns: $0, repeating: 0) } }

  /// What a forward pass leaves for the backward one.
  struct State {
    /// zᵏ of the hidden layers.
    var outputs: [Matrix] = []
    /// ρ′ at their pre-activations.
    var slopes: [Matrix] = []
    /// f̂_y − f̂_j, +∞ at the label.
    var margins = Matrix(rows: 0, columns: 0, repeating: 0)
  }

  /// Layer k's affine part on its input; the input of the first is the samples, whatever is given.
  func affine(layer k: Int, _ z: Matrix?) -> Affine {
    guard k > 1, let z else { return first }
    return perturbed.affine(layer: k, z)
  }

  /// A forward pass. O(samples · parameters), the first layer excepted.
  func run(_ shifts: [Matrix], leak: Double) -> State {
    var state = State()
    for (k, t) in shifts.enumerated() {
      var affine = affine(layer: k + 1, state.outputs.last)
      affine.shift(by: t)
      state.slopes.append(perturbed.network.activation.slopes(affine.center, leak: leak))
      perturbed.network.activate(&affine.center)
      state.outputs.append(affine.center)
    }
    state.margins = margins(state.outputs.last)
    return state
  }

  /// The margins when layer k has the given outputs.
  func margins(_ outputs: Matrix, ofLayer k: Int, _ shifts: [Matrix]) -> Matrix {
    var z = outputs
    for (above, t) in shifts.enumerated().dropFirst(k) {
      var affine = affine(layer: above + 1, z)
      affine.shift(by: t)
      perturbed.network.activate(&affine.center)
      z = affine.center
    }
    return margins(z)
  }

  /// f̂_y − f̂_j with the last layer at its worst.
  private func margins(_ z: Matrix?) -> Matrix {
    let last = affine(layer: perturbed.depth, z)
    var margins = last.center
    let labels = labels
    margins.modifyRows { i, row, entries in
      let reach = last.reach.elements.span
      let label = row.lowerBound + labels[i]
      let own = entries[label] - reach[label]
      for j in row { entries[j] = j == label ? .infinity : own - entries[j] - reach[j] }
    }
    return margins
  }
}

extension ShiftedPass.Affine {
  /// center := center + t · reach.
  mutating func shift(by t: Matrix) {
    let reach = reach
    center.modifyElements { a in
      let (t, r) = (t.elements.span, reach.elements.span)
      for i in a.indices { a[i] += t[i] * r[i] }
    }
  }
}

extension PerturbedNetwork {
  /// W z + β and E|z| + b of layer k, to nearest.
  fileprivate func affine(layer k: Int, _ z: Matrix) -> ShiftedPass.Affine {
    let (layer, radius) = (network.layers[k - 1], radii[k - 1])
    return ShiftedPass.Affine(center: layer.preActivations(z), reach: radius.reach(z, outputs: layer.weight.rows))
  }
}

extension LayerRadius {
  /// E|z| + b for each row z of a matrix, to nearest.
  fileprivate func reach(_ z: Matrix, outputs: Int) -> Matrix {
    var reach =
      bias.map { Matrix(rows: z.rows, repeatingRow: $0) } ?? Matrix(rows: z.rows, columns: outputs, repeating: 0)
    switch weight {
    case .uniform(let ε): reach.addOuter(z.rowSums1, Array(repeating: ε, count: outputs))
    case .rows(let radii): reach.addOuter(z.rowSums1, radii)
    case .entries(let E): reach.add(z.mapped { abs($0) }, timesTransposeOf: E)
    }
    return reach
  }
}

extension Matrix {
  /// Adds x yᵀ.
  fileprivate mutating func addOuter(_ x: [Double], _ y: [Double]) {
    modifyRows { i, row, entries in
      let (factor, y) = (x[i], y.span)
      for j in y.indices { entries[row.lowerBound + j] += factor * y[j] }
    }
  }
}

extension Activation {
  /// ρ′ at every entry.
  func slopes(_ a: Matrix, leak: Double) -> Matrix {
    switch self {
    case .relu: a.mapped { $0 > 0 ? 1 : leak }  // spelled out so that the loop is vectorized
    default: a.mapped { slope(at: $0, leak: leak) }
    }
  }
}
