import MatrixNorms

extension Evidence {
  /// Norms of the n training inputs, rows x_i of X; x̃ = (x, 1) and X̃ where the class matrices carry biases, else x and X.
  public struct Inputs: Sendable {
    /// d_0 of the class: inputs, the constant one included.
    public var width: Int
    /// ‖X̃‖_F.
    public var frobeniusNorm: UpperBound
    /// ‖X‖_{1,2} of the plain inputs.
    public var norm12: UpperBound
    /// maxⱼ ‖X̃_{:,j}‖₂, the largest ℓ2 norm of a feature over the samples.
    public var largestColumnNorm: UpperBound
    /// maxᵢ ‖x̃_i‖₂.
    public var largestEuclideanNorm: UpperBound
    /// maxᵢ ‖x̃_i‖_∞.
    public var largestMagnitude: UpperBound

    /// Norms of the inputs.
    public init(
      width: Int, frobeniusNorm: UpperBound, norm12: UpperBound, largestColumnNorm: UpperBound,
      largestEuclideanNorm: UpperBound, largestMagnitude: UpperBound
    ) {
      self.width = width
      self.frobeniusNorm = frobeniusNorm
      self.norm12 = norm12
      self.largestColumnNorm = largestColumnNorm
      self.largestEuclideanNorm = largestEuclideanNorm
      self.largestMagnitude = largestMagnitude
    }

    /// The same kind of samples, more or fewer: sums of squares over them are `factor`² times as large, the largest sample is
    /// the same.
    func grown(by factor: UpperBound) -> Inputs {
      var result = self
      result.frobeniusNorm = frobeniusNorm * factor
      result.norm12 = norm12 * factor
      result.largestColumnNorm = largestColumnNorm * factor
      return result
    }
  }
}
