import MatrixNorms
import Networks

/// Linear functions Σ_i λ_i z_i of one layer's output, one in each row.
struct LinearFunctions {
  /// λ.
  let coefficients: Matrix
  /// Subtracted from every coefficient of a row: the radius of the row's own weights, where that is one number.
  let shifts: [Double]
  /// An upper bound on the ℓ1 norm of a row, shift included, before rounding.
  let norm: Double
}

/// CROWN on the weight ball: lower bounds on linear functions of a hidden layer's output, pulled back layer by layer to the input.
///
/// Rows of the weight box move independently and v = z^{k−1} ≥ 0, so the pre-activation ranges exactly over
/// [(W − E)v + β, (W + E)v + β] and a linear function A·aᵏ is at least (A Wᵏ − |A| Eᵏ) v + A βᵏ − |A| bᵏ. Each activation is replaced
/// by the line of `LinearRelaxation` that the sign of its coefficient asks for. Source: Zhang et al. 2018 (CROWN); theory,
/// section 2.
///
/// **Error bounds.** Every inequality between two layers is written for the coefficients as computed; what rounding spoils is at
/// most 4(d_k + d_{k−1} + 16)u Σ|λ| times what the coefficients multiply: the largest pre-activation, constant and output of
/// the layer. Products that underflow spoil every coefficient by up to 3d_k/2 least doubles, and it multiplies an input: together
/// d_{k−1} times the largest input as much. All is added up row by row and subtracted at the end.
struct BackwardPass {
  let perturbed: PerturbedNetwork
  /// Relaxations of hidden layers 1 … k; the functions are of the output of layer k.
  private(set) var relaxations: [LayerRelaxation] = []
  /// The radius of each row of Wᵏ where it is one number, 0 where E is a full matrix.
  private let rowRadii: [[Double]]
  /// Largest input of layer k + 1, for each sample.
  private var largestInputs: [Double]

  init(_ perturbed: PerturbedNetwork, _ pass: ForwardPass) {
    self.perturbed = perturbed
    largestInputs = pass.inputs.rowMaxima
    rowRadii = zip(perturbed.network.layers, perturbed.radii).map { layer, radius in
      switch radius.weight {
      case .uniform(let ε): Array(repeating: ε, count: layer.weight.rows)
      case .rows(let radii): radii
      case .entries: Array(repeating: 0, count: layer.weight.rows)
      }
    }
  }

  /// Adds the next hidden layer, given the ranges of its pre-activations.
  mutating func append(_ ranges: PreActivationRanges) {
    let relaxation = LayerRelaxation(
      perturbed, layer: relaxations.count + 1, ranges, largestInput: largestInputs)
    largestInputs = relaxation.largestOutput
    relaxations.append(relaxation)
  }

  /// Rows that one matrix product takes: enough for BLAS, few enough to stay in the cache.
  private static let rowsAtOnce = 512

  /// Lower bounds on each function (column) over the ball, for each of these samples (row): round-off is subtracted.
  ///
  /// O(samples · functions · parameters below the functions' layer).
  /// - Precondition: there is at least one relaxation.
  func lowerBounds(of functions: LinearFunctions, samples: [Int]) -> Matrix {
    let atOnce = max(1, Self.rowsAtOnce / max(1, functions.coefficients.rows))
    var workspace = Workspace(functions)
    var bounds: [Double] = []
    bounds.reserveCapacity(samples.count * functions.coefficients.rows)
    for start in stride(from: 0, to: samples.count, by: atOnce) {
      let group = samples[start..<min(samples.count, start + atOnce)]
      workspace.start(samples: group.count)
      for k in stride(from: relaxations.count, through: 1, by: -1) { step(through: k, group, &workspace) }
      bounds += workspace.bounds
    }
    return Matrix(rows: samples.count, columns: functions.coefficients.rows, elements: bounds)
  }

  /// From the output of layer k to that of layer k − 1, or to constants for k = 1.
  private func step(through k: Int, _ samples: ArraySlice<Int>, _ workspace: inout Workspace) {
    let relaxation = relaxations[k - 1]
    let width = relaxation.lowerSlopes.columns
    let each = workspace.rows / samples.count
    let below = perturbed.network.layers[k - 1].weight.columns
    let units = 4 * Double(width + below + 16) * unitRoundOff
    let lost = 4 * Double(width + below + 16) * underflow
    for (place, sample) in samples.enumerated() {
      let entries = sample * width..<(sample + 1) * width
      for row in place * each..<(place + 1) * each {
        let sums =
          k > 1
          ? workspace.relax(row, width, relaxation, entries, radii: rowRadii[k - 1])
          : workspace.conclude(row, width, relaxation, entries)
        workspace.constants[row] += sums.constant
        let magnitude = relaxation.magnitude[sample]
        let first =
          k == relaxations.count ? 4 * workspace.functions.norm * relaxation.largestOutput[sample] * unitRoundOff : 0
        let spoiled = 1 + magnitude + Double(below) * relaxation.largestInput[sample]
        workspace.roundOff[row] += units * sums.magnitude * magnitude + lost * spoiled + first
        workspace.shifts[row] = sums.radius
      }
    }
    guard k > 1 else { return }
    workspace.multiply(by: perturbed.network.layers[k - 1].weight)
    if case .entries(let E) = perturbed.radii[k - 1].weight { workspace.subtractMagnitudes(times: E) }
  }
}
