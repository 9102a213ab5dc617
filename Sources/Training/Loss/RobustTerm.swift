import MatrixNorms

/// What a network loses where its weights move: R(x, y) in ℓ' = ℓ_CE + λ · R + μ · (norms).
///
/// A step goes: `prepare` once, `accumulate` for every part of the batch at the same time, `finish` once.
protocol RobustTerm<Scalar>: Sendable {
  associatedtype Scalar: BLASScalar
  /// What one thread writes.
  associatedtype Workspace: Sendable

  /// True where R is not 0 where no weight moves.
  static var countsWithoutRadius: Bool { get }

  /// A workspace for at most so many rows.
  func workspace(capacity: Int) -> Workspace

  /// Computes what depends on the weights alone.
  ///
  /// - Parameter radii: eᵏ⁺¹, one radius for each row of Wᵏ⁺¹.
  mutating func prepare(_ parameters: [Scalar], radii: [[Scalar]])

  /// Adds R of every row and the gradient of `factor` · R, after the forward and before the backward pass.
  func accumulate(
    _ pass: inout SamplePass<Scalar>, _ workspace: inout Workspace, _ parameters: [Scalar], factor: Scalar,
    to sums: inout SampleSums)

  /// Adds the gradient through what `prepare` computed; returns ∂ℓ/∂eᵏ⁺¹.
  func finish(_ workspaces: [Workspace], _ parameters: [Scalar], to gradient: inout [Scalar]) -> [[Scalar]]
}
