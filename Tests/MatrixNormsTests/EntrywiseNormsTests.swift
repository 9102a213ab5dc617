import TestSupport
import Testing

@testable import MatrixNorms

@Suite struct EntrywiseNormsTests {
  @Test("‖(3 4)‖_F = 5; rows (3 4), (0 12): ‖Aᵀ‖₂,₁ = 5 + 12; ‖·‖₁,₂ = √(7² + 12²)")
  func hand() {
    let a = Matrix([[3, 4], [0, -12]])
    #expect(Matrix([[3, 4]]).frobeniusNorm.value == 5)
    #expect(a.frobeniusNorm.value == 13)
    #expect(a.groupNorm21OfTranspose.value == 17)
    #expect(a.rowNorm12.value == (49.0 + 144).squareRoot())
    #expect(a.transposed.groupNorm21OfTranspose.value == 3 + 160.0.squareRoot())
  }

  @Test("rows (3 4), (0 −12), (0 5): largest row ℓ2 norm 12, column ℓ2 norms 3 and √(16 + 144 + 25)") func euclidean() {
    let a = Matrix([[3, 4], [0, -12], [0, 5]])
    #expect(a.largestRowNorm2.value == 12)
    for (bound, norm) in zip(a.columnNorms2, [3, 185.0.squareRoot()]) {
      #expect(bound.value >= norm && relativeDifference(bound.value, norm) < 1e-15)
    }
  }

  @Test("entries of 1e±250, whose squares no double holds, and none at all", arguments: [1e-250, 1e250])
  func scaledColumns(_ scale: Double) {
    let a = Matrix([[3 * scale, 0], [4 * scale, 5 * scale]])
    for bound in a.columnNorms2 { #expect(relativeDifference(bound.value, 5 * scale) < 1e-15) }
    #expect(relativeDifference(a.largestRowNorm2.upperBound.value, 41.0.squareRoot() * scale) < 1e-15)
    #expect(Matrix(rows: 0, columns: 2, repeating: 0).columnNorms2 == [.zero, .zero])
  }

  @Test("row sums 7 and 12, column sums 3 and 16") func induced() {
    let a = Matrix([[3, 4], [0, -12]])
    #expect(a.inducedInfinityNorm.value == 12)
    #expect(a.inducedOneNorm.value == 16)
  }

  @Test("D of rows (1 2), (0 −1), (5 2): 4, 4, 8") func pairs() {
    let a = Matrix([[1, 2], [0, -1], [5, 2]])
    #expect((0..<3).map { a.pairDistances(ofRow: $0) } == [[0, 4, 4], [4, 0, 8], [4, 8, 0]])
    #expect(a.outputPairDistance.value == 8)
  }

  @Test("a column of 5000 outputs ±i: D ≤ the two largest, 4999 + 4998, without comparing all pairs") func manyRows() {
    let a = Matrix(rows: 5000, columns: 1, elements: (0..<5000).map { $0 % 2 == 0 ? Double($0) : -Double($0) })
    #expect(a.outputPairDistance.value == 9997)
  }

  @Test("entries of 1e308: the sum overflows a double, the bound does not") func overflow() throws {
    let a = Matrix(rows: 1, columns: 4, repeating: 1e308)
    #expect(a.inducedInfinityNorm.value == .infinity)
    #expect(abs(a.inducedInfinityNorm.upperBound.log10 - (308 + 0.602_059_991_327_962_4)) < 1e-12)
    #expect(try abs(SpectralNorm(of: a).norm.upperBound.log10 - (308 + 0.301_029_995_663_981_2)) < 1e-12)
  }
}
