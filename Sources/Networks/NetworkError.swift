import MatrixNorms

/// Why layers do not make a network.
public enum NetworkError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no layer.
  case noLayers
  /// A layer's input count is not the output count of the layer below.
  case shapesDoNotChain(lower: String, outputs: Int, upper: String, inputs: Int)
  /// A weight matrix has a side of length zero.
  case emptyLayer(String)
  /// A bias has another length than the layer has outputs.
  case biasLength(layer: String, biases: Int, outputs: Int)
  /// A weight is NaN or infinite.
  case nonFiniteWeight(layer: String, MatrixError)
  /// A bias is NaN or infinite.
  case nonFiniteBias(layer: String, index: Int, value: Double)
  /// A classifier needs two outputs to have a margin.
  case tooFewOutputs(layer: String, outputs: Int)

  /// The cause in one line.
  public var description: String {
    switch self {
    case .noLayers: "there is no dense layer"
    case .shapesDoNotChain(let lower, let outputs, let upper, let inputs):
      "layers do not chain: \(lower) has \(outputs) outputs, \(upper) expects \(inputs) inputs"
    case .emptyLayer(let layer): "layer \(layer): the weight matrix is empty"
    case .biasLength(let layer, let biases, let outputs):
      "layer \(layer): the bias has \(biases) entries for \(outputs) outputs"
    case .nonFiniteWeight(let layer, let error): "layer \(layer): weight \(error)"
    case .nonFiniteBias(let layer, let index, let value): "layer \(layer): bias entry \(index) is \(value)"
    case .tooFewOutputs(let layer, let outputs):
      "layer \(layer): a classifier needs at least 2 outputs, the last layer has \(outputs)"
    }
  }
}
