import MatrixNorms

/// One dense layer a = W z + β.
public struct DenseLayer: Sendable {
  /// Its name in the checkpoint.
  public let name: String
  /// W, (out × in).
  public let weight: Matrix
  /// β, one entry for each output; nil where the layer has none.
  public let bias: [Double]?
  /// True where the first row is a zero that was put before the single output of a binary classifier: no weights of the model.
  public let isPairedWithZero: Bool

  /// A layer; the network checks it.
  public init(name: String, weight: Matrix, bias: [Double]? = nil) {
    self.init(name: name, weight: weight, bias: bias, isPairedWithZero: false)
  }

  private init(name: String, weight: Matrix, bias: [Double]?, isPairedWithZero: Bool) {
    self.name = name
    self.weight = weight
    self.bias = bias
    self.isPairedWithZero = isPairedWithZero
  }

  /// The same layer with other numbers.
  public func replacing(weight: Matrix, bias: [Double]?) -> DenseLayer {
    DenseLayer(name: name, weight: weight, bias: bias, isPairedWithZero: isPairedWithZero)
  }

  /// ([0; W], (0, β)): the single output z of a binary classifier as the logits (0, z). Its norms are those of W.
  public var pairedWithZero: DenseLayer {
    let zeros = Array(repeating: 0.0, count: weight.columns)
    return DenseLayer(
      name: name, weight: Matrix(rows: weight.rows + 1, columns: weight.columns, elements: zeros + weight.elements),
      bias: bias.map { [0] + $0 }, isPairedWithZero: true)
  }

  /// The layer as the model has it: without the row that was put there.
  public var own: DenseLayer {
    guard isPairedWithZero else { return self }
    let rows = Matrix(
      rows: weight.rows - 1, columns: weight.columns, elements: Array(weight.elements[weight.columns...]))
    return DenseLayer(name: name, weight: rows, bias: bias.map { Array($0.dropFirst()) })
  }
}

/// A feed-forward classifier: z⁰ = x, zᵏ = ρ(Wᵏ zᵏ⁻¹ + βᵏ) for k < L, f_W(x) = Wᴸ zᴸ⁻¹ + βᴸ.
public struct FeedForwardNetwork: Sendable {
  /// Layers 1 … L from the input.
  public let layers: [DenseLayer]
  /// ρ, the same for all hidden layers.
  public let activation: Activation

  /// Checks that the layers chain, that every number is finite and that there are at least two outputs.
  public init(layers: [DenseLayer], activation: Activation) throws(NetworkError) {
    guard let last = layers.last else { throw .noLayers }
    for (lower, upper) in zip(layers, layers.dropFirst()) where upper.weight.columns != lower.weight.rows {
      throw .shapesDoNotChain(
        lower: lower.name, outputs: lower.weight.rows, upper: upper.name, inputs: upper.weight.columns)
    }
    for layer in layers { try Self.check(layer) }
    guard last.weight.rows >= 2 else { throw .tooFewOutputs(layer: last.name, outputs: last.weight.rows) }
    self.layers = layers
    self.activation = activation
  }

  private static func check(_ layer: DenseLayer) throws(NetworkError) {
    guard !layer.weight.isEmpty else { throw .emptyLayer(layer.name) }
    do { try layer.weight.requireFinite() } catch { throw .nonFiniteWeight(layer: layer.name, error) }
    guard let bias = layer.bias else { return }
    guard bias.count == layer.weight.rows else {
      throw .biasLength(layer: layer.name, biases: bias.count, outputs: layer.weight.rows)
    }
    if let index = bias.firstIndex(where: { !$0.isFinite }) {
      throw .nonFiniteBias(layer: layer.name, index: index, value: bias[index])
    }
  }

  /// L, the number of layers.
  public var depth: Int { layers.count }
  /// d_0 … d_L.
  public var widths: [Int] { [inputCount] + layers.map(\.weight.rows) }
  /// d_0.
  public var inputCount: Int { layers[0].weight.columns }
  /// K = d_L, the number of classes.
  public var outputCount: Int { layers[depth - 1].weight.rows }
  /// True where any layer has a bias.
  public var hasBiases: Bool { layers.contains { $0.bias != nil } }

  /// Why the theorems do not hold for this network; nil where they do. A single layer has no activation to object to.
  public var obstacle: String? { depth > 1 ? activation.obstacle : nil }

  /// f_W(x) for each row x of a matrix. O(samples · parameters).
  public func logits(_ inputs: Matrix) -> Matrix {
    var z = inputs
    for (k, layer) in layers.enumerated() {
      z = layer.preActivations(z)
      if k < depth - 1 { activate(&z) }
    }
    return z
  }

  /// ρ on every entry, in place.
  public func activate(_ z: inout Matrix) {
    switch activation {
    case .relu: z.apply { max($0, 0) }  // spelled out so that the loop is vectorized
    default: z.apply { activation($0) }
    }
  }
}

extension DenseLayer {
  /// W z + β for each row z of a matrix.
  public func preActivations(_ z: Matrix) -> Matrix {
    var a =
      bias.map { Matrix(rows: z.rows, repeatingRow: $0) } ?? Matrix(rows: z.rows, columns: weight.rows, repeating: 0)
    a.add(z, timesTransposeOf: weight)
    return a
  }
}
