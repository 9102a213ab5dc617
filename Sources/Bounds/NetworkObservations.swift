import MatrixNorms

/// The measured numbers that capacity measures are formulas of: no matrices, no files.
///
/// Layers are the weight matrices as they are in the file, biases apart.
public struct NetworkObservations: Sendable {
  /// What is known about one layer.
  public struct Layer: Sendable {
    /// ‖W‖₂.
    public var spectralNorm: Double
    /// ‖W‖_F.
    public var frobeniusNorm: Double

    /// One layer.
    public init(spectralNorm: Double, frobeniusNorm: Double) {
      self.spectralNorm = spectralNorm
      self.frobeniusNorm = frobeniusNorm
    }
  }

  /// Layers 1 … L.
  public var layers: [Layer]

  /// Observations.
  public init(layers: [Layer]) { self.layers = layers }
}
