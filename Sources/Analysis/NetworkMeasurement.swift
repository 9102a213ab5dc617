import Bounds
import MatrixNorms
import Networks

/// What the bounds need of a network, whatever the radii, γ and the data.
struct NetworkMeasurement: Sendable {
  let network: FeedForwardNetwork
  /// Norms of the weight matrices as they are in the file.
  let layers: [LayerMeasurement]
  /// s_k and b_k of the class matrices (theory, section 6).
  let classNorms: [(spectral: UpperBound, group21: UpperBound)]
  /// d_max of the class matrices.
  let maximumWidth: Int
  /// True where the class matrices carry the biases.
  let isAugmented: Bool

  /// Measures all matrices, one worker each.
  init(of network: FeedForwardNetwork, workers: WorkerCount) throws(MatrixError) {
    let classes = ClassMatrices(of: network)
    let depth = network.depth
    let isPlain = !classes.isAugmented && network.activation.lipschitzConstant == 1
    // The plain matrices, then the class matrices where they are others.
    let norms = try workers.map(isPlain ? depth : 2 * depth) { index throws(MatrixError) in
      try LayerNorms(of: index < depth ? network.layers[index].weight : classes.matrices[index - depth])
    }
    self.network = network
    layers = (0..<depth).map { k in
      LayerMeasurement(
        name: network.layers[k].name, norms: norms[k],
        outputPairDistance: k == depth - 1 ? network.layers[k].weight.outputPairDistance : nil)
    }
    classNorms = (0..<depth).map { k in
      let measured = norms[isPlain ? k : depth + k]
      let roundOff = UpperBound(classes.roundOff[k])
      return (
        measured.spectralNorm.upperBound + roundOff, measured.groupNorm21OfTranspose.upperBound + roundOff
      )
    }
    maximumWidth = classes.maximumWidth
    isAugmented = classes.isAugmented
  }

  /// The evidence for one setting of the radii.
  func evidence(
    radii: [Double], train: SampleEvaluation, robustMargins: [Double], marginScale γ: Double,
    failureProbability δ: Double
  ) -> Evidence {
    let depth = network.depth
    let ℓ = network.activation.lipschitzConstant
    let inputs = train.frobeniusNorm.upperBound
    return Evidence(
      layers: (0..<depth).map { k in
        let scale = k < depth - 1 ? ℓ : 1
        return Evidence.Layer(
          spectralNorm: classNorms[k].spectral, groupNorm21: classNorms[k].group21,
          inducedInfinityNorm: UpperBound(scale) * layers[k].norms.inducedInfinityNorm.upperBound,
          inputWidth: network.widths[k],
          // A quarter of the least double would be none at all.
          radius: radii[k] > 0 ? max(scale * radii[k], .leastNonzeroMagnitude) : 0)
      },
      outputPairDistance: layers[depth - 1].outputPairDistance?.upperBound ?? .zero, maximumWidth: maximumWidth,
      activationOffset: depth > 1 ? network.activation.valueAtZero : 0, sampleCount: Double(train.count),
      // x̃ = (x, 1) adds n to the square.
      inputFrobeniusNorm: isAugmented ? (inputs.squared + UpperBound(train.count)).squareRoot : inputs,
      inputNorm12: train.norm12.upperBound, robustMargins: robustMargins, marginScale: γ, failureProbability: δ)
  }
}
