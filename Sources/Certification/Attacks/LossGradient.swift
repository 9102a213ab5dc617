import Foundation
import MatrixNorms
import Networks

/// A smooth count of the samples that are right, and its gradient with respect to all weights and biases.
///
///   Σ_s σ(m_s/τ), m = f_y − max f_j, with the weight σ′(m/τ) = 1/(4 cosh²(m/2τ)) for each sample: those near the border
///   decide. The gradient of a layer is Σ_s δ zᵀ = ΔᵀZ.
///
/// Flat parts of the activation slope by `leak`, see `ShiftSearch`.
struct LossGradient {
  /// Samples at once: enough for BLAS, few enough that the pass stays small.
  private static let samplesAtOnce = 512

  private let blocks: [(inputs: Matrix, labels: [Int])]

  init(_ inputs: Matrix, _ labels: [Int]) {
    blocks = stride(from: 0, to: inputs.rows, by: Self.samplesAtOnce).map { start in
      let rows = start..<min(start + Self.samplesAtOnce, inputs.rows)
      return (LabelGroups.gather(Array(rows), of: inputs), Array(labels[rows]))
    }
  }

  /// The samples by blocks.
  func forEachBlock(_ body: (_ inputs: Matrix, _ labels: [Int]) -> Void) {
    for block in blocks { body(block.inputs, block.labels) }
  }

  /// The margins of all samples as computed; −∞ for NaN.
  func margins(_ network: FeedForwardNetwork) -> [Double] {
    blocks.flatMap { network.logits($0.inputs).margins(labels: $0.labels) }
  }

  /// Gradients of every layer, up to a factor. O(samples · parameters).
  func gradients(_ network: FeedForwardNetwork, τ: Double, leak: Double) -> [LayerGradient] {
    var gradients = network.layers.map(LayerGradient.init)
    for block in blocks { add(block.inputs, block.labels, network, τ, leak, to: &gradients) }
    return gradients
  }

  private func add(
    _ inputs: Matrix, _ labels: [Int], _ network: FeedForwardNetwork, _ τ: Double, _ leak: Double,
    to gradients: inout [LayerGradient]
  ) {
    var (layerInputs, slopes) = ([inputs], [Matrix]())
    for layer in network.layers.dropLast() {
      var a = layer.preActivations(layerInputs[layerInputs.count - 1])
      slopes.append(network.activation.slopes(a, leak: leak))
      network.activate(&a)
      layerInputs.append(a)
    }
    var δ = network.layers[network.depth - 1].preActivations(layerInputs[network.depth - 1])
    δ.becomeLossSlopes(labels: labels, τ: τ)
    for k in stride(from: network.depth - 1, through: 0, by: -1) {
      gradients[k].add(δ, layerInputs[k])
      guard k > 0 else { return }
      let W = network.layers[k].weight
      var product = [Double](repeating: 0, count: δ.rows * W.columns)
      W.multiply(δ.elements, rows: δ.rows, into: &product)
      δ = Matrix(rows: δ.rows, columns: W.columns, elements: product)
      δ.multiplyEntries(by: slopes[k - 1])
    }
  }
}

/// The gradient of one layer.
struct LayerGradient {
  var weight: Matrix
  /// One column.
  var bias: Matrix

  init(_ layer: DenseLayer) {
    weight = Matrix(rows: layer.weight.rows, columns: layer.weight.columns, repeating: 0)
    bias = Matrix(rows: layer.weight.rows, columns: 1, repeating: 0)
  }

  /// Adds Δᵀ Z and Δᵀ 1.
  mutating func add(_ δ: Matrix, _ z: Matrix) {
    weight.add(transposeOf: δ, times: z)
    bias.add(transposeOf: δ, times: Matrix(rows: δ.rows, columns: 1, repeating: 1))
  }
}

extension Matrix {
  /// From logits to the slopes of the loss in them: q at the label and −q at the nearest class. Rows with NaN become 0.
  fileprivate mutating func becomeLossSlopes(labels: [Int], τ: Double) {
    modifyRows { s, row, f in
      let label = row.lowerBound + labels[s]
      var nearest = label
      for j in row where j != label && (nearest == label || f[j] > f[nearest]) { nearest = j }
      let half = 0.5 * (f[label] - f[nearest]) / τ
      let q = 1 / pow(cosh(half), 2)
      for j in row { f[j] = 0 }
      guard q > 0 else { return }
      f[label] = q
      f[nearest] = -q
    }
  }
}
