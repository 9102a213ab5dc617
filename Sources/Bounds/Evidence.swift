import MatrixNorms

/// The measured numbers that a bound is a formula of: no matrices, no files.
///
/// Every quantity that a bound grows with is an `UpperBound`. Layers count as in theory, section 6: norms of the class
/// matrices (augmented where there are biases), plain widths, hidden layers scaled by the activation's Lipschitz constant.
public struct Evidence: Sendable {
  /// What is known about one layer k.
  public struct Layer: Sendable {
    /// s_k, spectral norm of the class matrix.
    public var spectralNorm: UpperBound
    /// b_k = ‖(Wᵏ)ᵀ‖_{2,1} of the class matrix.
    public var groupNorm21: UpperBound
    /// ‖Wᵏ‖_F of the class matrix.
    public var frobeniusNorm: UpperBound
    /// r̃_k, the largest row ℓ1 norm of the class matrix.
    public var classInfinityNorm: UpperBound
    /// r_k = ‖(Wᵏ)ᵀ‖_{1,∞} of the plain matrix.
    public var inducedInfinityNorm: UpperBound
    /// d_{k−1}, inputs of the plain matrix.
    public var inputWidth: Int
    /// ε_k.
    public var radius: Double

    /// One layer.
    public init(
      spectralNorm: UpperBound, groupNorm21: UpperBound, frobeniusNorm: UpperBound, classInfinityNorm: UpperBound,
      inducedInfinityNorm: UpperBound, inputWidth: Int, radius: Double
    ) {
      self.spectralNorm = spectralNorm
      self.groupNorm21 = groupNorm21
      self.frobeniusNorm = frobeniusNorm
      self.classInfinityNorm = classInfinityNorm
      self.inducedInfinityNorm = inducedInfinityNorm
      self.inputWidth = inputWidth
      self.radius = radius
    }
  }

  /// Layers 1 … L.
  public var layers: [Layer]
  /// ‖(Wᵏ − Mᵏ)ᵀ‖_{2,1} of the class matrices for each layer, Mᵏ fixed before the data: the weights before training.
  public var referenceDistances: Observed<[UpperBound]>
  /// K, the number of classes.
  public var outputCount: Int
  /// D, the largest ℓ1 distance of two rows of Wᴸ.
  public var outputPairDistance: UpperBound
  /// d_max, the largest width of the class matrices.
  public var maximumWidth: Int
  /// ρ(0), rounded up.
  public var activationOffset: Double
  /// True where ρ(cx) = cρ(x) for all c ≥ 0, or where there is no activation.
  public var isHomogeneous: Bool
  /// n, a whole number.
  public var sampleCount: Double
  /// Norms of the training inputs.
  public var inputs: Inputs
  /// M(x_i, y_i), the margins of the network as it is, rounded down.
  public var naturalMargins: [Double]
  /// M_ε(x_i, y_i) with D for every pair, for each training sample, rounded down.
  public var robustMargins: [Double]
  /// γ > 0.
  public var marginScale: Double
  /// δ in (0, 1).
  public var failureProbability: Double

  /// Evidence from its parts.
  ///
  /// - Precondition: at least one layer, n ≥ 1, γ > 0, 0 < δ < 1.
  public init(
    layers: [Layer], referenceDistances: Observed<[UpperBound]>, outputCount: Int, outputPairDistance: UpperBound,
    maximumWidth: Int,
    activationOffset: Double, isHomogeneous: Bool, sampleCount: Double, inputs: Inputs, naturalMargins: [Double],
    robustMargins: [Double], marginScale: Double, failureProbability: Double
  ) {
    precondition(!layers.isEmpty && sampleCount >= 1, "a bound needs a layer and a sample")
    precondition(marginScale > 0 && marginScale.isFinite, "γ must be positive")
    precondition(failureProbability > 0 && failureProbability < 1, "δ must lie between 0 and 1")
    self.layers = layers
    self.referenceDistances = referenceDistances
    self.outputCount = outputCount
    self.outputPairDistance = outputPairDistance
    self.maximumWidth = maximumWidth
    self.activationOffset = activationOffset
    self.isHomogeneous = isHomogeneous
    self.sampleCount = sampleCount
    self.inputs = inputs
    self.naturalMargins = naturalMargins
    self.robustMargins = robustMargins
    self.marginScale = marginScale
    self.failureProbability = failureProbability
  }

  /// L.
  public var depth: Int { layers.count }
  /// True where some ε_m > 0.
  public var isPerturbed: Bool { layers.contains { $0.radius > 0 } }
  /// n, exactly.
  var n: UpperBound { UpperBound(sampleCount) }

  /// The same network and risks with another sample size: norms that are sums over the samples grow as √n.
  func resized(toSampleCount count: Double) -> Evidence {
    var result = self
    result.sampleCount = count
    result.inputs = inputs.grown(by: (UpperBound(count) / n).squareRoot)
    return result
  }
}
