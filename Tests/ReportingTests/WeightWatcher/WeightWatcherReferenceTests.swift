import Analysis
import Foundation
import MatrixNorms
import TestSupport
import Testing

@testable import Reporting

/// Every column against WeightWatcher 0.7.7 (Scripts/make_weightwatcher_cases.py).
@Suite("WeightWatcher's columns") struct WeightWatcherReferenceTests {
  struct Case: Decodable, CustomTestStringConvertible {
    let name: String
    let rows: Int
    let columns: Int
    let eigenvalues: [Double]
    let plain_entropy: Double
    let N: Int
    let M: Int
    let Q: Double
    let norm: Double
    let spectral_norm: Double
    let stable_rank: Double
    let log_norm: Double
    let log_spectral_norm: Double
    let entropy: Double
    let matrix_rank: Int
    let alpha: Double
    let D: Double
    let xmin: Double
    let num_pl_spikes: Int
    let sigma: Double?
    let num_evals: Int
    var testDescription: String { name }

    /// A matrix of this shape with these singular values: they stand on the diagonal.
    var matrix: Matrix {
      var matrix = Matrix(rows: rows, columns: columns, repeating: 0)
      for (i, λ) in eigenvalues.enumerated() { matrix[i, i] = λ.squareRoot() }
      return matrix
    }
  }
  struct File: Decodable { let cases: [Case] }
  static let cases = try! Fixtures.decode(File.self, from: "weightwatcher/layers.json").cases

  private static func row(_ example: Case) throws -> WeightWatcherRow {
    let norms = try LayerNorms(of: example.matrix)
    return WeightWatcherRow(checkpoint: "c", layer: "l", norms: norms, shape: SpectralShape(of: norms))
  }

  private static func number(_ name: String, _ row: WeightWatcherRow) -> Double? {
    guard let column = WeightWatcherColumn.all.first(where: { $0.name == name }) else { return nil }
    switch column.value(row) {
    case .number(let number): return number
    case .count(let count): return count.map(Double.init)
    case .text: return nil
    }
  }

  private func expect(
    _ name: String, _ row: WeightWatcherRow, _ reference: Double, within tolerance: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard let number = Self.number(name, row) else {
      Issue.record("no \(name)", sourceLocation: sourceLocation)
      return
    }
    #expect(abs(number - reference) <= tolerance, "\(name): \(number), \(reference)", sourceLocation: sourceLocation)
  }

  @Test("sizes and counts agree exactly", arguments: cases) func counts(_ example: Case) throws {
    let row = try Self.row(example)
    let counts = [
      ("N", example.N), ("M", example.M), ("matrix_rank", example.matrix_rank),
      ("num_pl_spikes", example.num_pl_spikes), ("num_evals", example.num_evals),
    ]
    for (name, count) in counts { expect(name, row, Double(count), within: 0) }
    expect("Q", row, example.Q, within: 0)
  }

  @Test("norms agree but for M + 2 roundings of a sum and of squares", arguments: cases)
  func norms(_ example: Case) throws {
    let row = try Self.row(example)
    let relative = Double(2 * example.M + 8) * 0x1p-53
    expect("norm", row, example.norm, within: relative * example.norm)
    expect("spectral_norm", row, example.spectral_norm, within: relative * example.spectral_norm)
    expect("stable_rank", row, example.stable_rank, within: 2 * relative * example.stable_rank)
    // d log₁₀ x = 0.43 dx/x, and the rounding of a logarithm below 8.
    expect("log_norm", row, example.log_norm, within: relative + 0x1p-50)
    expect("log_spectral_norm", row, example.log_spectral_norm, within: relative + 0x1p-50)
  }

  @Test(
    "the entropy agrees with its definition, and with WeightWatcher up to the 1e-10 that it adds", arguments: cases)
  func entropy(_ example: Case) throws {
    let row = try Self.row(example)
    let (count, rank) = (Double(example.M), Double(example.matrix_rank))
    expect("entropy", row, example.plain_entropy, within: 8 * count * 0x1p-53 * max(1, log(count)))
    // h(p) = −p ln p is concave: −ε ≤ h(p + ε) − h(p) ≤ h(ε) for each p. The rank's logarithm grows by ε/rank.
    let ε = 1e-10
    let each = max(ε, -ε * log(ε))
    expect("entropy", row, example.entropy, within: (count * each + ε) / log(rank) + 1e-13)
  }

  @Test("the power law agrees to the rounding of logarithms", arguments: cases) func powerLaw(_ example: Case) throws {
    let row = try Self.row(example)
    let slope = example.alpha - 1
    // σ = √λ and its square: an eigenvalue is off by no more than LAPACK's error of a singular value.
    let λ = 2 * Double(example.M) * 0x1p-53 * (example.spectral_norm / example.xmin).squareRoot() + 0x1p-51
    let logarithms = example.eigenvalues.filter { $0 >= example.xmin }.map { log($0) }
    let magnitude = logarithms.reduce(0) { $0 + abs($1) + abs(log(example.xmin)) }
    let excess = logarithms.reduce(0) { $0 + $1 - log(example.xmin) }
    // 22 roundings of Σ ln λ − n ln xmin as the reference takes it (see PowerLawFitTests), and those of λ.
    let relative = 22 * 0x1p-53 * magnitude / excess + 2 * λ * Double(logarithms.count) / excess + 0x1p-51
    expect("alpha", row, example.alpha, within: relative * slope + 0x1p-50)
    expect("xmin", row, example.xmin, within: λ * example.xmin)
    let largest = logarithms.map(abs).max()!
    expect("D", row, example.D, within: 0.37 * relative + slope * (2 * λ + 0x1p-51 * largest) + 0x1p-50)
    let sigma = example.sigma ?? slope / Double(example.num_pl_spikes).squareRoot()
    expect("sigma", row, sigma, within: relative * sigma + 0x1p-50)
  }
}
