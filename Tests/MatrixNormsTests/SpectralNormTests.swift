import TestSupport
import Testing

@testable import MatrixNorms

@Suite struct SpectralNormTests {
  @Test("diag(3, −4): σ = (4, 3)") func diagonal() throws {
    let spectrum = try SpectralNorm(of: Matrix([[3, 0], [0, -4]]))
    #expect(relativeDifference(spectrum.singularValues[0], 4) < 1e-15)
    #expect(relativeDifference(spectrum.singularValues[1], 3) < 1e-15)
  }

  @Test("the Hadamard matrix of order 64 has all singular values 8: the worst cluster") func cluster() throws {
    var h = Matrix(rows: 64, columns: 64, repeating: 1)
    for i in 0..<64 { for j in 0..<64 where (i & j).nonzeroBitCount % 2 == 1 { h[i, j] = -1 } }
    let norm = try SpectralNorm(of: h).norm
    #expect(norm.upperBound.value >= 8)
    #expect(relativeDifference(norm.upperBound.value, 8) < 64 * 80 * 0x1p-53)
  }

  @Test("the bound stays certified on a 300 × 200 matrix: within 1e-11 of σ₁") func medium() throws {
    let norm = try SpectralNorm(of: NormCatalogueTests.random(rows: 300, columns: 200, seed: 5)).norm
    // γ_300‖A‖_F² + γ_204·200·σ², ‖A‖_F² ≤ 200σ²: at most (300 + 204)·200u of σ².
    #expect(norm.upperBound.value <= norm.value * (1 + 504 * 200 * 0x1p-53))
    #expect(norm.upperBound.value >= norm.value)
  }
}
