import Certification
import MatrixNorms
import Networks
import Statistics

extension ParameterLayout {
  /// Weights uniform in ±√(6 / d_{k−1}) where the activation suppresses negative inputs, in
  /// ±√(6 / (d_{k−1} + d_k)) otherwise; biases 0. Sources: He et al. 2015; Glorot and Bengio 2010.
  func initialParameters<Scalar: BLASScalar>(_ activation: Activation, seed: UInt64) -> [Scalar] {
    var random = RandomStream(seed: seed, .initialWeights, number: 0)
    var parameters = Array(repeating: Scalar(0), count: count)
    for block in weights {
      let fan = activation.losesHalf ? block.columns : block.rows + block.columns
      let limit = (6 / Double(fan)).squareRoot()
      for i in block.range { parameters[i] = Scalar(limit * random.symmetric()) }
    }
    return parameters
  }

  /// The network that the parameters make; its layers are called 0, 1, ….
  ///
  /// - Throws: a weight or bias that is not finite.
  func network<Scalar: BLASScalar>(
    _ parameters: [Scalar], _ activation: Activation
  ) throws(NetworkError) -> FeedForwardNetwork {
    let layers = weights.indices.map { k in
      DenseLayer(
        name: "\(k)",
        weight: Matrix(
          rows: weights[k].rows, columns: weights[k].columns, elements: parameters[weights[k].range].map(Double.init)),
        bias: hasBiases ? parameters[biases[k]].map(Double.init) : nil)
    }
    return try FeedForwardNetwork(layers: layers, activation: activation)
  }
}

extension Activation {
  fileprivate var losesHalf: Bool {
    switch self {
    case .relu, .relu6, .leakyReLU, .elu, .gelu, .silu, .clip: true
    case .sigmoid, .softplus, .tanh, .identity: false
    }
  }
}
