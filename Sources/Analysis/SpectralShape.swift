import Foundation
import MatrixNorms
import Statistics

/// How the eigenvalues λ = σ² of a weight matrix are distributed, by the measures of WeightWatcher 0.7.7.
///
/// λ are the M eigenvalues of WᵀW or WWᵀ, whichever is smaller, as they are: nothing is centred or normalized.
public struct SpectralShape: Sendable {
  /// Eigenvalues below which WeightWatcher takes one for zero in a fit, in the unit of W².
  public static let leastFittedEigenvalue = 1e-5
  /// So few eigenvalues that a power law fitted to them says little.
  public static let fewEigenvalues = 50

  /// M, zeros included.
  public let eigenvalueCount: Int
  /// Singular values above σ₁ · N · 2⁻⁵², N the larger side: what double precision tells from zero.
  public let rank: Int
  /// −Σ p ln p / ln rank for p = λ/Σλ, from 0 to 1 but for what lies beyond the rank; nil for a rank below 2, where it is 0/0.
  ///
  /// WeightWatcher adds 10⁻¹⁰ to every p and to the rank, which is no part of the definition.
  public let entropy: Double?
  /// The power law of the λ > 10⁻⁵, or why there is none.
  public let powerLaw: Result<PowerLawFit, PowerLawError>
  /// How many eigenvalues are xmin or more; nil without a power law.
  public let tailCount: Int?

  /// The shape of a measured matrix. O(M²) at worst.
  public init(of norms: LayerNorms) {
    let σ = norms.singularValues
    eigenvalueCount = σ.count
    let rank = Self.rank(σ, largerSide: max(norms.rows, norms.columns))
    self.rank = rank
    entropy = rank > 1 ? Self.entropy(σ, rank: rank) : nil
    let eigenvalues = σ.map { $0 * $0 }
    let powerLaw = Result { () throws(PowerLawError) in
      try PowerLawFit(of: eigenvalues.filter { $0 > Self.leastFittedEigenvalue })
    }
    self.powerLaw = powerLaw
    tailCount = (try? powerLaw.get()).map { fit in eigenvalues.count { $0 >= fit.lowerCutoff } }
  }

  /// - Parameter σ: descending.
  private static func rank(_ σ: [Double], largerSide: Int) -> Int {
    let tolerance = (σ.first ?? 0) * Double(largerSide) * 0x1p-52
    return σ.count { $0 > tolerance }
  }

  private static func entropy(_ σ: [Double], rank: Int) -> Double {
    // Relative to σ₁, so that no square overflows.
    let squares = σ.map { ($0 / σ[0]) * ($0 / σ[0]) }
    let total = squares.reduce(0, +)
    let sum = squares.reduce(0) { sum, square in square > 0 ? sum - square / total * log(square / total) : sum }
    return sum / log(Double(rank))
  }
}
