import Bounds
import MatrixNorms
import Networks

/// What the bounds need of a network, whatever the radii, γ and the data.
struct NetworkMeasurement: Sendable {
  let network: FeedForwardNetwork
  /// Norms of the weight matrices as they are in the file.
  let layers: [LayerMeasurement]
  /// Norms of the class matrices (theory, section 6).
  let classNorms: [ClassNorms]
  /// The distance of the class matrices from those of the reference.
  let referenceDistances: Observed<[UpperBound]>
  /// Inputs of the first class matrix.
  let inputWidth: Int
  /// d_max of the class matrices.
  let maximumWidth: Int
  /// True where the class matrices carry the biases.
  let isAugmented: Bool

  /// Norms of one class matrix, not below the exact ones.
  struct ClassNorms: Sendable {
    let spectral: UpperBound
    let group21: UpperBound
    let frobenius: UpperBound
    let infinity: UpperBound

    /// An error of ℓ1 norm `roundOff` in the entries moves each of these norms by that at most.
    init(_ norms: LayerNorms, roundOff: UpperBound) {
      spectral = norms.spectralNorm.upperBound + roundOff
      group21 = norms.groupNorm21OfTranspose.upperBound + roundOff
      frobenius = norms.frobeniusNorm.upperBound + roundOff
      infinity = norms.inducedInfinityNorm.upperBound + roundOff
    }
  }

  /// Measures all matrices, one worker each.
  ///
  /// - Parameter reference: a network that was fixed before the data, such as the one before training, or why there is none.
  init(
    of network: FeedForwardNetwork, reference: Observed<FeedForwardNetwork>, workers: WorkerCount
  ) throws(MatrixError) {
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
      ClassNorms(norms[isPlain ? k : depth + k], roundOff: UpperBound(classes.roundOff[k]))
    }
    referenceDistances = classes.distances(from: reference)
    inputWidth = classes.matrices[0].columns
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
    return Evidence(
      layers: (0..<depth).map { k in
        let scale = k < depth - 1 ? ℓ : 1
        return Evidence.Layer(
          spectralNorm: classNorms[k].spectral, groupNorm21: classNorms[k].group21,
          frobeniusNorm: classNorms[k].frobenius, classInfinityNorm: classNorms[k].infinity,
          inducedInfinityNorm: UpperBound(scale) * layers[k].norms.inducedInfinityNorm.upperBound,
          inputWidth: network.widths[k],
          // A quarter of the least double would be none at all.
          radius: radii[k] > 0 ? max(scale * radii[k], .leastNonzeroMagnitude) : 0)
      },
      referenceDistances: referenceDistances, outputCount: network.outputCount,
      outputPairDistance: layers[depth - 1].outputPairDistance?.upperBound ?? .zero, maximumWidth: maximumWidth,
      activationOffset: depth > 1 ? network.activation.valueAtZero : 0,
      isHomogeneous: depth == 1 || network.activation.isHomogeneous, sampleCount: Double(train.count),
      inputs: inputs(train), naturalMargins: train.lowerMargins, robustMargins: robustMargins, marginScale: γ,
      failureProbability: δ)
  }

  /// Norms of X and, where there is a constant coordinate, of x̃ = (x, 1): it adds 1 to the square of each sample's norm.
  private func inputs(_ train: SampleEvaluation) -> Evidence.Inputs {
    let (n, constant) = (UpperBound(train.count), isAugmented ? UpperBound.one : .zero)
    let largestColumn = train.columnNorms.reduce(.zero, max)
    return Evidence.Inputs(
      width: inputWidth,
      frobeniusNorm: isAugmented
        ? (train.frobeniusNorm.upperBound.squared + n).squareRoot : train.frobeniusNorm.upperBound,
      norm12: train.norm12.upperBound, largestColumnNorm: max(largestColumn, (constant * n).squareRoot),
      largestEuclideanNorm: isAugmented
        ? (train.largestEuclideanNorm.squared + .one).squareRoot : train.largestEuclideanNorm,
      largestMagnitude: max(UpperBound(train.largestMagnitude), constant))
  }
}
