import MatrixNorms
import Networks

/// The forward and backward pass of some samples: all that one thread writes while it works on its part of a batch.
///
/// Arrays have room for `capacity` rows; `rows` of them are in use. A row is a sample. Rows are sorted by label, so that
/// the samples of one class are one block.
struct SamplePass<Scalar: BLASScalar>: Sendable {
  let layout: ParameterLayout
  let activation: Activation
  private(set) var rows = 0
  /// y of each row.
  private(set) var labels: [Int] = []
  /// z⁰ = x, (rows × d_0).
  private(set) var inputs: [Scalar]
  /// aᵏ⁺¹ = Wᵏ⁺¹ zᵏ + βᵏ⁺¹ for k = 0 … L − 1; the last are the logits.
  private(set) var preActivations: [[Scalar]]
  /// zᵏ⁺¹ = ρ(aᵏ⁺¹) for k = 0 … L − 2.
  private(set) var activations: [[Scalar]]
  /// ∂ℓ/∂aᵏ⁺¹.
  var preActivationGradients: [[Scalar]]
  /// ∂ℓ/∂‖zᵏ‖₁ of each row, k = 0 … L − 1, apart from the path through the logits; for k = 0 it is not used.
  var normGradients: [[Scalar]]
  /// What a term adds to ∂ℓ/∂a¹, and whether one does.
  private var firstLayerGradient: [Scalar] = []
  private var hasFirstLayerGradient = false
  /// ∂ℓ/∂(weights and biases).
  var gradient: [Scalar]
  /// True where the gradient of Wᵏ⁺¹ was begun, and what follows is added.
  private var isBegun: [Bool]

  init(layout: ParameterLayout, activation: Activation, capacity: Int) {
    self.layout = layout
    self.activation = activation
    func buffer(_ width: Int) -> [Scalar] { Array(repeating: 0, count: capacity * width) }
    inputs = buffer(layout.widths[0])
    preActivations = layout.widths.dropFirst().map(buffer)
    preActivationGradients = preActivations
    activations = Array(preActivations.dropLast())
    normGradients = layout.weights.map { _ in buffer(1) }
    gradient = Array(repeating: 0, count: layout.count)
    isBegun = layout.weights.map { _ in false }
  }

  /// The rows of a layer's input or output, k = 0 … L.
  func block(_ k: Int) -> MatrixBlock { MatrixBlock(rows: rows, columns: layout.widths[k]) }

  /// zᵏ, k = 0 … L − 1.
  func layerInput(_ k: Int) -> [Scalar] { k == 0 ? inputs : activations[k - 1] }

  /// Copies the samples and clears what the gradients are added to.
  mutating func load(_ indices: ArraySlice<Int>, of samples: TrainingSamples<Scalar>) {
    let sorted = indices.sorted { (samples.labels[$0], $0) < (samples.labels[$1], $1) }
    rows = sorted.count
    labels = sorted.map { samples.labels[$0] }
    hasFirstLayerGradient = false
    let d = samples.featureCount
    for (row, i) in sorted.enumerated() {
      inputs.replaceSubrange(row * d..<(row + 1) * d, with: samples.features[i * d..<(i + 1) * d])
    }
    for k in layout.weights.indices {
      isBegun[k] = false
      Loop.update(&normGradients[k], count: rows) { _ in 0 }
      for i in layout.biases[k] { gradient[i] = 0 }
    }
  }

  /// Computes activations and logits. O(rows · parameters).
  mutating func forward(_ parameters: [Scalar]) {
    for k in layout.weights.indices {
      Self.fillRows(&preActivations[k], rows: rows, with: parameters[layout.biases[k]])
      Scalar.multiply(
        layerInput(k), block(k), transposed: false, by: parameters, layout.weights[k], transposed: true,
        into: &preActivations[k], block(k + 1), keeping: layout.hasBiases ? 1 : 0)
      guard k < layout.depth - 1 else { return }
      activation.apply(preActivations[k], into: &activations[k], count: rows * layout.widths[k + 1])
    }
  }

  /// Computes ∂ℓ/∂(weights and biases) from ∂ℓ/∂logits and ∂ℓ/∂‖zᵏ‖₁. O(rows · parameters).
  ///
  /// The activations with which norms of zᵏ enter a loss are non-negative: ∂‖zᵏ‖₁/∂zᵏ = 1.
  mutating func backward(_ parameters: [Scalar]) {
    for k in layout.weights.indices.reversed() {
      if k < layout.depth - 1 { descend(to: k, parameters) }
      addParameterGradients(k)
    }
  }

  /// ∂ℓ/∂aᵏ⁺¹ from ∂ℓ/∂aᵏ⁺².
  private mutating func descend(to k: Int, _ parameters: [Scalar]) {
    let upper = preActivationGradients[k + 1]
    let width = layout.widths[k + 1]
    for row in 0..<rows {
      Loop.fill(&preActivationGradients[k], row * width..<(row + 1) * width, with: normGradients[k + 1][row])
    }
    Scalar.multiply(
      upper, block(k + 2), transposed: false, by: parameters, layout.weights[k + 1], transposed: false,
      into: &preActivationGradients[k], block(k + 1), keeping: 1)
    activation.multiplyByDerivative(&preActivationGradients[k], preActivations[k], count: rows * width)
    if k == 0, hasFirstLayerGradient {
      Loop.update(&preActivationGradients[0], firstLayerGradient, count: rows * width, +)
    }
  }

  private mutating func addParameterGradients(_ k: Int) {
    addGradient(ofLayer: k, preActivationGradients[k], block(k + 1), layerInput(k), block(k))
  }

  /// Adds gᵀz to the gradient of Wᵏ⁺¹ and Σ_rows g to that of βᵏ⁺¹.
  mutating func addGradient(
    ofLayer k: Int, _ g: [Scalar], _ gBlock: MatrixBlock, _ z: [Scalar], _ zBlock: MatrixBlock
  ) {
    Scalar.multiply(
      g, gBlock, transposed: true, by: z, zBlock, transposed: false, into: &gradient, layout.weights[k],
      keeping: isBegun[k] ? 1 : 0)
    isBegun[k] = true
    guard layout.hasBiases else { return }
    for row in 0..<gBlock.rows { Loop.update(&gradient, layout.biases[k], g, gBlock.row(row), +) }
  }

  /// Makes the gradient of Wᵏ⁺¹ zero, for those who add to parts of it.
  mutating func beginGradient(ofLayer k: Int) {
    Loop.fill(&gradient, layout.weights[k].range, with: 0)
    isBegun[k] = true
  }

  /// Sets what is added to ∂ℓ/∂a¹ on the way back.
  mutating func addToFirstLayer(_ g: [Scalar]) {
    hasFirstLayerGradient = true
    if firstLayerGradient.isEmpty { firstLayerGradient = g }
    Loop.update(&firstLayerGradient, g, count: block(1).count) { $1 }
  }

  /// Makes all rows equal to one; an empty one changes nothing.
  static func fillRows(_ a: inout [Scalar], rows: Int, with row: ArraySlice<Scalar>) {
    guard !row.isEmpty else { return }
    for i in 0..<rows { a.replaceSubrange(i * row.count..<(i + 1) * row.count, with: row) }
  }
}

extension SamplePass {
  /// The first layer, counted from 1, whose pre-activations are not all finite.
  var firstNonFiniteLayer: Int? {
    layout.weights.indices.first { k in
      preActivations[k][..<(rows * layout.widths[k + 1])].contains { !$0.isFinite }
    }.map { $0 + 1 }
  }
}
