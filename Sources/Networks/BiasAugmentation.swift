import MatrixNorms

/// A network as Theorem 4 wants it: no biases, ρ(0) = 0, ρ 1-Lipschitz, computing the same function (theory, section 6).
///
/// 1. *Fold:* with ρ = ρ(0) + ρ̃, the constant moves on: βᵏ⁺¹ becomes βᵏ⁺¹ + ρ(0) Wᵏ⁺¹ 1.
/// 2. *Normalize:* where ρ has the Lipschitz constant ℓ < 1 (sigmoid ¼), a hidden layer is (ℓWᵏ, ℓβᵏ) with the activation
///    t ↦ ρ̃(t/ℓ), which is 1-Lipschitz. Only the layer's own rows are scaled: multiplying the norms of the augmented
///    matrix by ℓ would also scale the constant coordinate, whose activation is the identity, and would be no bound.
/// 3. *Augment:* x̃ = (x, 1), W̃ᵏ = [Wᵏ βᵏ; 0 1] for k < L, W̃ᴸ = [Wᴸ βᴸ], where any layer has a bias after step 1.
public struct ClassMatrices: Sendable {
  /// W̃¹ … W̃ᴸ.
  public let matrices: [Matrix]
  /// For each matrix, a bound on the ℓ1 distance of its entries from the exact ones: the round-off of folding. It bounds
  /// the error of the spectral norm and of the (2,1) norm as well.
  public let roundOff: [Double]
  /// True where a constant coordinate was added to the input.
  public let isAugmented: Bool

  /// The largest width of these matrices, input included.
  public var maximumWidth: Int { matrices.reduce(0) { max($0, $1.rows, $1.columns) } }

  /// Rewrites the network. O(parameters) time and memory.
  public init(of network: FeedForwardNetwork) {
    let offset = network.activation.valueAtZero
    let augments = network.hasBiases || (offset != 0 && network.depth > 1)
    isAugmented = augments
    roundOff = network.layers.enumerated().map { k, layer in k == 0 ? 0 : layer.foldingError(offset: offset) }
    matrices = network.layers.enumerated().map { k, layer in
      let isHidden = k < network.depth - 1
      let ℓ = isHidden ? network.activation.lipschitzConstant : 1
      guard augments else { return ℓ == 1 ? layer.weight : layer.weight.mapped { ℓ * $0 } }
      let bias = layer.foldedBias(offset: k == 0 ? 0 : offset)
      return layer.augmented(bias: bias, scale: ℓ, keepsConstant: isHidden)
    }
  }
}

extension DenseLayer {
  /// β + offset · W 1.
  fileprivate func foldedBias(offset: Double) -> [Double] {
    let bias = bias ?? Array(repeating: 0, count: weight.rows)
    guard offset != 0 else { return bias }
    return zip(bias, weight.forEachRow { row in row.indices.reduce(0) { $0 + row[$1] } }).map { $0 + offset * $1 }
  }

  /// Σᵢ γ_{d+3} (|βᵢ| + offset Σⱼ|w_ij|): every folded bias is a sum of d + 1 terms, one product and a rounded offset.
  fileprivate func foldingError(offset: Double) -> Double {
    guard offset != 0 else { return 0 }
    // u times each magnitude first, so that the sum cannot overflow; what underflows is made up for.
    func roundOff(_ x: Double) -> Double { x.magnitude * 0x1p-53 + .leastNonzeroMagnitude }
    let sum = (weight.elements + (bias ?? [])).reduce(0) { $0 + roundOff($1) }
    return sum * max(1, offset) * 2 * Double(weight.columns + 3)
  }

  /// [ℓW ℓβ], with the row (0 … 0 1) below it where the constant coordinate goes on.
  fileprivate func augmented(bias: [Double], scale ℓ: Double, keepsConstant: Bool) -> Matrix {
    let columns = weight.columns
    var elements: [Double] = []
    elements.reserveCapacity((weight.rows + 1) * (columns + 1))
    for i in 0..<weight.rows {
      elements.append(contentsOf: weight.row(i))
      elements.append(bias[i])
    }
    if ℓ != 1 { for i in elements.indices { elements[i] *= ℓ } }
    if keepsConstant {
      elements.append(contentsOf: repeatElement(0, count: columns))
      elements.append(1)
    }
    return Matrix(rows: weight.rows + (keepsConstant ? 1 : 0), columns: columns + 1, elements: elements)
  }
}
