import Foundation
import TestSupport
import Testing

@testable import MatrixNorms

/// Norms against 60-digit values (Scripts/make_norm_cases.py).
@Suite struct NormReferenceTests {
  struct Reference: Decodable {
    let decimal: String
    let double: Double?
  }
  struct References: Decodable { let double: [Double] }
  struct Case: Decodable, CustomTestStringConvertible {
    let name: String
    let entries: [[Double]]
    let rows: Int
    let columns: Int
    let singularValues: References
    let values: [String: Reference]
    let distances: References
    var testDescription: String { name }
    var matrix: Matrix { Matrix(rows: rows, columns: columns, elements: entries.flatMap { $0 }) }

    enum Key: String, CodingKey {
      case name, entries, rows, columns, spectral, frobenius
      case singularValues = "singular_values"
      case rows21 = "sum_row_l2"
      case infinity = "max_row_l1"
      case one = "max_column_l1"
      case distance = "max_row_distance_l1"
      case distances = "row_distances_l1"
    }
    init(from decoder: any Decoder) throws {
      let box = try decoder.container(keyedBy: Key.self)
      name = try box.decode(String.self, forKey: .name)
      entries = try box.decode([[Double]].self, forKey: .entries)
      rows = try box.decode(Int.self, forKey: .rows)
      columns = try box.decode(Int.self, forKey: .columns)
      singularValues = try box.decode(References.self, forKey: .singularValues)
      distances = try box.decode(References.self, forKey: .distances)
      values = try [
        "spectral_norm": box.decode(Reference.self, forKey: .spectral),
        "frobenius_norm": box.decode(Reference.self, forKey: .frobenius),
        "group_norm_21": box.decode(Reference.self, forKey: .rows21),
        "induced_infinity_norm": box.decode(Reference.self, forKey: .infinity),
        "induced_one_norm": box.decode(Reference.self, forKey: .one),
        "output_pair_distance": box.decode(Reference.self, forKey: .distance),
      ]
    }
  }
  struct File: Decodable { let cases: [Case] }
  static let cases = try! Fixtures.decode(File.self, from: "norms/reference.json").cases

  /// LAPACK's backward error is a modest multiple of u‖A‖; sums of at most 144 terms err by at most 144u.
  static let tolerance = 200 * 0x1p-53

  @Test(arguments: cases) func norms(_ example: Case) throws {
    for definition in normCatalogue {
      let norm = try definition.measure(example.matrix)
      let reference = try #require(example.values[definition.key])
      try check(norm, against: reference, definition.key)
    }
    try check(example.matrix.outputPairDistance, against: #require(example.values["output_pair_distance"]), "D")
  }

  private func check(_ norm: Norm, against reference: Reference, _ name: String) throws {
    let exact = try #require(reference.double)
    #expect(relativeDifference(norm.value, exact) <= Self.tolerance, "\(name)")
    #if arch(x86_64)
      let digits = try #require(Float80(reference.decimal))
      let bound = norm.upperBound
      let upper = Float80(sign: .plus, exponent: bound.exponent, significand: Float80(bound.significand))
      #expect(upper >= digits, "\(name): \(upper) is below \(reference.decimal)")
      // k = 12, m = 12: γ_m‖W‖_F² + γ_{k+4} tr(Ã) + … is below 12·12u + 16·12u of σ², half of it in the norm.
      #expect(upper <= digits * (1 + 1000 * 0x1p-53), "\(name): \(upper) is far above \(reference.decimal)")
    #endif
  }

  @Test(arguments: cases) func singularValues(_ example: Case) throws {
    let measured = try SpectralNorm(of: example.matrix).singularValues
    #expect(measured.count == example.singularValues.double.count)
    let scale = example.singularValues.double.first ?? 0
    for (a, b) in zip(measured, example.singularValues.double) {
      #expect(abs(a - b) <= Self.tolerance * scale)
    }
  }
}
