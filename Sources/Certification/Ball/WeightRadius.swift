import MatrixNorms

/// Eᵏ ≥ 0: how far each entry of a weight matrix may move.
///
/// The forms differ only in how much is stored: every certificate speaks of the matrix.
public enum WeightRadius: Sendable, Equatable {
  /// The same ε for every entry.
  case uniform(Double)
  /// One radius for each row (output neuron).
  case rows([Double])
  /// One radius for each entry, a matrix of the weight's shape.
  case entries(Matrix)

  /// The largest entry of E: Theorems 1–3 know no other.
  public var largest: Double {
    switch self {
    case .uniform(let ε): ε
    case .rows(let radii): radii.reduce(0, max)
    case .entries(let E): E.largestMagnitude
    }
  }

  /// The smallest entry of E.
  public var smallest: Double {
    switch self {
    case .uniform(let ε): ε
    case .rows(let radii): radii.min() ?? 0
    case .entries(let E): E.elements.min() ?? 0
    }
  }

  /// True where the layer stays as it is.
  public var isZero: Bool { largest == 0 }

  /// E_ij.
  public subscript(row: Int, column: Int) -> Double {
    switch self {
    case .uniform(let ε): ε
    case .rows(let radii): radii[row]
    case .entries(let E): E[row, column]
    }
  }

  /// t·E, rounded up.
  ///
  /// - Precondition: t ≥ 0.
  public func scaled(by t: Double) -> WeightRadius {
    switch self {
    case .uniform(let ε): .uniform(productRoundedUp(t, ε))
    case .rows(let radii): .rows(radii.map { productRoundedUp(t, $0) })
    case .entries(let E): .entries(E.mapped { productRoundedUp(t, $0) })
    }
  }

  /// W + t·E, for t = ±1: the ends of the ball. O(entries).
  func shifting(_ weight: Matrix, by t: Double) -> Matrix {
    guard !isZero else { return weight }
    switch self {
    case .uniform(let ε): return weight.mapped { $0 + t * ε }
    case .rows(let radii):
      var shifted = weight
      shifted.modifyRows { i, row, entries in
        let ε = t * radii[i]
        for j in row { entries[j] += ε }
      }
      return shifted
    case .entries(let E):
      var shifted = weight
      shifted.modifyElements { entries in
        let radii = E.elements.span
        for i in entries.indices { entries[i] += t * radii[i] }
      }
      return shifted
    }
  }

  /// E v for each row v ≥ 0 of a matrix whose ℓ1 norms are given, as a (samples × rows) matrix: 0 where E is, otherwise at
  /// most 2(columns + 2)u of itself and columns + 1 least doubles below the exact one.
  func products(_ v: @autoclosure () -> Matrix, norms: [Double], outputs: Int) -> Matrix {
    var products = Matrix(rows: norms.count, columns: outputs, repeating: 0)
    switch self {
    case .uniform(let ε):
      products.modifyRows { sample, row, entries in
        let product = upperProduct(ε, norms[sample])
        for entry in row { entries[entry] = product }
      }
    case .rows(let radii):
      products.modifyRows { sample, row, entries in
        let (norm, radii) = (norms[sample], radii.span)
        for i in radii.indices { entries[row.lowerBound + i] = upperProduct(radii[i], norm) }
      }
    case .entries(let E):
      products.add(v(), timesTransposeOf: E)
    }
    return products
  }

  /// The radius of Wᴸ_y − Wᴸ_j for all j: E_y + E_j, since two rows move independently.
  func merged(label y: Int) -> WeightRadius {
    switch self {
    case .uniform(let ε): .uniform(2 * ε)
    case .rows(let radii): .rows(radii.map { radii[y] + $0 })
    case .entries(let E):
      .entries(
        Matrix(
          rows: E.rows, columns: E.columns,
          elements: (0..<E.rows).flatMap { j in zip(E.row(y), E.row(j)).map { $0 + $1 } }))
    }
  }
}

/// How far one layer may move.
public struct LayerRadius: Sendable, Equatable {
  /// Eᵏ.
  public var weight: WeightRadius
  /// The same for βᵏ; nil where biases stay as they are, which is the usual question.
  public var bias: [Double]?

  /// A radius.
  public init(weight: WeightRadius, bias: [Double]? = nil) {
    self.weight = weight
    self.bias = bias
  }

  /// t times the radius.
  public func scaled(by t: Double) -> LayerRadius {
    LayerRadius(weight: weight.scaled(by: t), bias: bias?.map { productRoundedUp(t, $0) })
  }

  /// The largest radius of a bias; 0 where biases stay.
  public var largestBias: Double { (bias ?? []).reduce(0, max) }
  /// True where the layer stays as it is.
  public var isZero: Bool { weight.isZero && largestBias == 0 }
}

extension LayerRadius {
  /// What `pairedWithZero` was made from.
  public var withoutZeroRow: LayerRadius {
    let own: WeightRadius =
      switch weight {
      case .uniform: weight
      case .rows(let radii): .rows(Array(radii.dropFirst()))
      case .entries(let E):
        .entries(Matrix(rows: E.rows - 1, columns: E.columns, elements: Array(E.elements[E.columns...])))
      }
    return LayerRadius(weight: own, bias: bias.map { Array($0.dropFirst()) })
  }

  /// The radius of a layer with a row of zeros in front that is none of the model's and does not move (`pairedWithZero`).
  public func pairedWithZero(columns: Int) -> LayerRadius {
    let paired: WeightRadius =
      switch weight {
      case .uniform(let ε): .rows([0, ε])
      case .rows(let radii): .rows([0] + radii)
      case .entries(let E):
        .entries(
          Matrix(rows: E.rows + 1, columns: columns, elements: Array(repeating: 0, count: columns) + E.elements))
      }
    return LayerRadius(weight: paired, bias: bias.map { [0] + $0 })
  }
}
