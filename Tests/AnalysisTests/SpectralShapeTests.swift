import Foundation
import MatrixNorms
import Statistics
import Testing

@testable import Analysis

/// Shapes of spectra by hand; the comparison with WeightWatcher is that of its report.
@Suite struct SpectralShapeTests {
  private func shape(diagonal: [Double], rows: Int? = nil) throws -> SpectralShape {
    SpectralShape(of: try LayerNorms(of: Self.matrix(diagonal: diagonal, rows: rows ?? diagonal.count)))
  }

  static func matrix(diagonal: [Double], rows: Int) -> Matrix {
    var matrix = Matrix(rows: rows, columns: diagonal.count, repeating: 0)
    for (i, entry) in diagonal.enumerated() { matrix[i, i] = entry }
    return matrix
  }

  private func reason(_ shape: SpectralShape) -> PowerLawError? {
    if case .failure(let reason) = shape.powerLaw { reason } else { nil }
  }

  @Test("σ = 2, 2, 2, 2: p = 1/4 each, entropy ln 4/ln 4 = 1; equal eigenvalues have no power law") func equal() throws
  {
    let shape = try shape(diagonal: [2, 2, 2, 2])
    #expect(shape.eigenvalueCount == 4 && shape.rank == 4)
    #expect(abs(try #require(shape.entropy) - 1) < 1e-15)
    #expect(reason(shape) == .allEqual && shape.tailCount == nil)
  }

  @Test("λ = 3, 1, 0: p = 3/4, 1/4, rank 2, entropy (0.75 ln(4/3) + 0.25 ln 4)/ln 2; α = 1 + 1/ln 3, 2 spikes")
  func deficient() throws {
    let shape = try shape(diagonal: [Double(3).squareRoot(), 1, 0])
    #expect(shape.eigenvalueCount == 3 && shape.rank == 2 && shape.tailCount == 2)
    let expected = (0.75 * log(4.0 / 3) + 0.25 * log(4)) / log(2)
    #expect(abs(try #require(shape.entropy) - expected) < 1e-14)
    #expect(abs(try shape.powerLaw.get().exponent - (1 + 1 / log(3))) < 1e-14)
  }

  @Test("one row: one eigenvalue, rank 1; 0/0 is no entropy, and one number has no power law") func oneRow() throws {
    let shape = SpectralShape(of: try LayerNorms(of: Matrix([[3, 0, 4]])))
    #expect(shape.eigenvalueCount == 1 && shape.rank == 1 && shape.entropy == nil)
    #expect(reason(shape) == .tooFew(1))
  }

  @Test("a zero matrix has rank 0 and nothing to fit") func zero() throws {
    let shape = try shape(diagonal: [0, 0])
    #expect(shape.rank == 0 && shape.entropy == nil && reason(shape) == .tooFew(0))
  }

  @Test("the tolerance of the rank is σ₁ · N · 2⁻⁵² with the larger side: σ₂ = 3.5 · 2⁻⁵² lies between 3 and 4 rows")
  func tolerance() throws {
    #expect(try shape(diagonal: [1, 3.5 * 0x1p-52], rows: 4).rank == 1)
    #expect(try shape(diagonal: [1, 3.5 * 0x1p-52], rows: 3).rank == 2)
  }

  @Test("λ = 1e-5 is taken for zero in a fit, what is above is not") func threshold() throws {
    let least = SpectralShape.leastFittedEigenvalue.squareRoot()
    #expect(reason(try shape(diagonal: [1, least * 0.999])) == .tooFew(1))
    #expect(reason(try shape(diagonal: [1, least * 1.001])) == nil)
  }

  @Test("σ = 1e200: no square is finite; the entropy is that of equal shares and there is no power law")
  func huge() throws {
    let shape = try shape(diagonal: [1e200, 1e200])
    #expect(abs(try #require(shape.entropy) - 1) < 1e-15 && reason(shape) == .notPositive)
  }
}
