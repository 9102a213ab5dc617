/// Why an analysis cannot be done as asked.
public enum AnalysisError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A layer number is beyond the network's depth.
  case noSuchLayer(Int, depth: Int)
  /// There is not one radius for each layer.
  case radiusCount(radii: Int, depth: Int)
  /// The network expects another number of inputs than the data have features.
  case inputWidth(network: Int, data: Int, dataPath: String)
  /// A label has no output of the network.
  case labelOutOfRange(label: Int, sample: Int, outputs: Int, dataPath: String)
  /// The logits of a sample leave the range of doubles, so that nothing can be said about it.
  case overflow(sample: Int, dataPath: String)

  /// The cause in one line.
  public var description: String {
    switch self {
    case .noSuchLayer(let layer, let depth): "there is no layer \(layer): the network has \(depth)"
    case .radiusCount(let radii, let depth): "\(radii) radii were given for a network of \(depth) layers"
    case .inputWidth(let network, let data, let path):
      "the network expects \(network) inputs, the samples of \(path) have \(data) features"
    case .overflow(let sample, let path):
      "the forward pass leaves the range of doubles at sample \(sample) of \(path)"
    case .labelOutOfRange(let label, let sample, let outputs, let path):
      "label \(label) of sample \(sample) in \(path) is out of range: the network has \(outputs) outputs (labels 0 … \(outputs - 1))"
    }
  }
}
