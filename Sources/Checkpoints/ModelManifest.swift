import Networks

/// What a user says about a bare set of tensors, which carries neither order nor activation.
public struct ModelManifest: Sendable, Equatable {
  /// How weight matrices are stored.
  public enum Layout: String, Sendable, CaseIterable {
    /// (out × in), as torch does.
    case outIn = "out_in"
    /// (in × out), as Keras does.
    case inOut = "in_out"
  }

  /// Where batch normalizations stand in the network.
  public enum BatchNormPlace: String, Sendable, CaseIterable {
    /// Between a linear layer and its activation.
    case before = "before_activation"
    /// Between an activation and the next linear layer.
    case after = "after_activation"
  }

  /// The activation, and where it was said ("config", "--activation").
  public var activation: (value: Activation, source: String)?
  /// Names of the layers from the input to the output.
  public var layers: [String]?
  /// How the matrices are stored.
  public var layout: Layout?
  /// Where batch normalizations stand.
  public var batchNorm: BatchNormPlace?
  /// Their ε.
  public var batchNormEpsilon: Double?

  /// A manifest; nil leaves a question to the file.
  public init(
    activation: (value: Activation, source: String)? = nil, layers: [String]? = nil, layout: Layout? = nil,
    batchNorm: BatchNormPlace? = nil, batchNormEpsilon: Double? = nil
  ) {
    self.activation = activation
    self.layers = layers
    self.layout = layout
    self.batchNorm = batchNorm
    self.batchNormEpsilon = batchNormEpsilon
  }

  /// Equal answers.
  public static func == (a: ModelManifest, b: ModelManifest) -> Bool {
    a.activation?.value == b.activation?.value && a.layers == b.layers && a.layout == b.layout
      && a.batchNorm == b.batchNorm && a.batchNormEpsilon == b.batchNormEpsilon
  }
}
