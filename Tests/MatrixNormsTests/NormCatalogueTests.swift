import TestSupport
import Testing

@testable import MatrixNorms

extension Matrix: CustomTestStringConvertible {
  /// Its shape: entries would fill pages.
  public var testDescription: String { "\(rows) × \(columns)" }
}

/// Laws that hold for every norm of the catalogue.
@Suite struct NormCatalogueTests {
  static func random(rows: Int, columns: Int, seed: UInt64) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    return Matrix(
      rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in generator.normal() })
  }

  static let shapes = [(1, 1), (1, 7), (7, 1), (5, 5), (12, 5), (5, 12), (64, 33)]
  static let matrices = shapes.enumerated().map { random(rows: $1.0, columns: $1.1, seed: UInt64($0)) }
  /// Relative round-off of any norm here: sums of 64·33 terms, singular values of a 64 × 33 matrix.
  static let tolerance = 64.0 * 33 * 2 * 0x1p-53

  @Test(arguments: matrices) func homogeneity(_ a: Matrix) throws {
    for norm in normCatalogue {
      let one = try norm.measure(a)
      for factor in [-3.0, 1e150, 1e-150, 0x1p1000, 0x1p-1000] {
        let scaled = try norm.measure(a.mapped { factor * $0 })
        #expect(relativeDifference(scaled.value / abs(factor), one.value) <= Self.tolerance, "\(norm.key) × \(factor)")
        #expect(scaled.upperBound.value >= scaled.value)
      }
    }
  }

  @Test(arguments: matrices) func triangleInequality(_ a: Matrix) throws {
    let b = Self.random(rows: a.rows, columns: a.columns, seed: 99)
    let sum = Matrix(rows: a.rows, columns: a.columns, elements: zip(a.elements, b.elements).map { $0 + $1 })
    for norm in normCatalogue {
      let bound = try norm.measure(a).upperBound + norm.measure(b).upperBound
      #expect(try norm.measure(sum).value <= bound.value * (1 + Self.tolerance), "\(norm.key)")
    }
  }

  @Test("‖A‖₂ ≤ ‖A‖_F ≤ ‖Aᵀ‖₂,₁ and ‖A‖₂² ≤ ‖A‖₁‖A‖_∞", arguments: matrices)
  func order(_ a: Matrix) throws {
    let n = try LayerNorms(of: a)
    #expect(n.spectralNorm.value <= n.frobeniusNorm.upperBound.value)
    #expect(n.frobeniusNorm.value <= n.groupNorm21OfTranspose.upperBound.value)
    let product = n.inducedOneNorm.upperBound * n.inducedInfinityNorm.upperBound
    #expect(n.spectralNorm.value <= product.squareRoot.value)
    #expect(n.stableRank >= 1 - Self.tolerance && n.stableRank <= Double(min(a.rows, a.columns)) * (1 + Self.tolerance))
  }

  @Test("‖Aᵀ‖₂ = ‖A‖₂, ‖Aᵀ‖_F = ‖A‖_F, ‖Aᵀ‖₁ = ‖A‖_∞", arguments: matrices)
  func transpose(_ a: Matrix) throws {
    let (n, t) = try (LayerNorms(of: a), LayerNorms(of: a.transposed))
    #expect(relativeDifference(n.spectralNorm.value, t.spectralNorm.value) <= Self.tolerance)
    #expect(relativeDifference(n.frobeniusNorm.value, t.frobeniusNorm.value) <= Self.tolerance)
    #expect(relativeDifference(n.inducedOneNorm.value, t.inducedInfinityNorm.value) <= Self.tolerance)
    #expect(relativeDifference(n.inducedInfinityNorm.value, t.inducedOneNorm.value) <= Self.tolerance)
  }

  @Test("permuting rows and columns changes no norm", arguments: matrices)
  func permutation(_ a: Matrix) throws {
    var permuted = a
    for i in 0..<a.rows {
      for j in 0..<a.columns { permuted[i, j] = a[a.rows - 1 - i, (j * 1 + a.columns / 2) % a.columns] }
    }
    for norm in normCatalogue {
      let difference = try relativeDifference(norm.measure(a).value, norm.measure(permuted).value)
      #expect(difference <= Self.tolerance, "\(norm.key)")
    }
  }

  @Test("an upper bound is close: within 1e-12 of the value for small matrices", arguments: matrices)
  func tightness(_ a: Matrix) throws {
    for norm in normCatalogue {
      let measured = try norm.measure(a)
      // Sums: 2mu for m = 64·33 terms and a few steps. Spectral: γ_m‖A‖_F² + γ_{k+4}kσ² ≤ (64·33 + 37·33)uσ², halved.
      #expect(measured.upperBound.value <= measured.value * (1 + (2 * 64 * 33 + 100) * 0x1p-53), "\(norm.key)")
    }
  }

  @Test("a zero matrix and an empty one have norm 0", arguments: [(3, 2), (0, 4), (4, 0), (0, 0)])
  func zero(_ shape: (Int, Int)) throws {
    let a = Matrix(rows: shape.0, columns: shape.1, repeating: 0)
    for norm in normCatalogue {
      #expect(try norm.measure(a).value == 0, "\(norm.key)")
      #expect(try norm.measure(a).upperBound == .zero, "\(norm.key)")
    }
    #expect(try LayerNorms(of: a).stableRank == 0)
    #expect(a.outputPairDistance.value == 0)
  }

  @Test("a huge side beside one of zero allocates nothing", arguments: [(0, 1 << 40), (1 << 40, 0), (0, 1 << 30)])
  func hugeEmpty(_ shape: (Int, Int)) {
    let a = Matrix(rows: shape.0, columns: shape.1, repeating: 0)
    #expect(a.frobeniusNorm == .zero && a.groupNorm21OfTranspose == .zero && a.inducedInfinityNorm == .zero)
    #expect(a.inducedOneNorm == .zero && a.outputPairDistance == .zero && a.transposed.rows == shape.1)
    if max(shape.0, shape.1) > Int(Int32.max) { #expect(throws: MatrixError.self) { try LayerNorms(of: a) } }
  }

  @Test("NaN and infinity are refused by name", arguments: [Double.nan, .infinity, -.infinity])
  func nonFinite(_ value: Double) {
    var a = Matrix(rows: 3, columns: 4, repeating: 1)
    a[1, 2] = value
    for norm in normCatalogue {
      let error = #expect(throws: MatrixError.self) { try norm.measure(a) }
      #expect("\(error!)".contains("(1, 2)"), "\(norm.key)")
    }
  }

  @Test("a row 1e200 times smaller than the largest entry still counts")
  func hugeRange() throws {
    let a = Matrix([[1e200, 0], [1, 2]])
    #expect(relativeDifference(try LayerNorms(of: a).groupNorm21OfTranspose.value, 1e200) < 1e-15)
    let b = Matrix([[1, 0], [1e-200, 1e-200]])
    #expect(b.groupNorm21OfTranspose.upperBound > UpperBound(1))
  }
}
