/// Every norm of one weight matrix (out × in) that the bounds use.
public struct LayerNorms: Sendable {
  /// Output neurons.
  public let rows: Int
  /// Input neurons.
  public let columns: Int
  /// All singular values, in descending order; empty where the norms were read back from a report.
  public let singularValues: [Double]
  /// s = ‖W‖₂, the largest singular value.
  public let spectralNorm: Norm
  /// ‖W‖_F.
  public let frobeniusNorm: Norm
  /// b = ‖Wᵀ‖_{2,1}, the sum of the rows' ℓ2 norms.
  public let groupNorm21OfTranspose: Norm
  /// r = ‖Wᵀ‖_{1,∞}, the largest row ℓ1 norm.
  public let inducedInfinityNorm: Norm
  /// c = ‖W‖_{1,∞}, the largest column ℓ1 norm.
  public let inducedOneNorm: Norm

  /// Measures a matrix, using up its storage.
  ///
  /// - Complexity: that of `SpectralNorm`; peak memory twice the matrix.
  /// - Throws: for a NaN or infinite entry, or where LAPACK gives up.
  public init(of matrix: consuming Matrix) throws(MatrixError) {
    try matrix.requireMeasurable()
    rows = matrix.rows
    columns = matrix.columns
    frobeniusNorm = matrix.frobeniusNorm
    groupNorm21OfTranspose = matrix.groupNorm21OfTranspose
    inducedInfinityNorm = matrix.inducedInfinityNorm
    inducedOneNorm = matrix.inducedOneNorm
    let spectrum = try SpectralNorm(of: matrix)
    singularValues = spectrum.singularValues
    spectralNorm = spectrum.norm
  }

  /// Norms that were measured elsewhere, without the spectrum.
  public init(
    rows: Int, columns: Int, spectralNorm: Norm, frobeniusNorm: Norm, groupNorm21OfTranspose: Norm,
    inducedInfinityNorm: Norm, inducedOneNorm: Norm
  ) {
    self.rows = rows
    self.columns = columns
    singularValues = []
    self.spectralNorm = spectralNorm
    self.frobeniusNorm = frobeniusNorm
    self.groupNorm21OfTranspose = groupNorm21OfTranspose
    self.inducedInfinityNorm = inducedInfinityNorm
    self.inducedOneNorm = inducedOneNorm
  }

  /// ‖W‖_F² / ‖W‖₂², between 1 and the rank; 0 for a zero matrix.
  public var stableRank: Double {
    guard spectralNorm.value > 0 else { return 0 }
    let ratio = frobeniusNorm.value / spectralNorm.value
    return ratio * ratio
  }
}
