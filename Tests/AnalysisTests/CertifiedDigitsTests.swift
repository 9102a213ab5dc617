import Certification
import Foundation
import MatrixNorms
import TestSupport
import Testing

@testable import Analysis

/// Certified margins of a digits network against columns of an independent implementation, all 360 test samples.
@Suite struct CertifiedDigitsTests {
  /// Columns of the fixtures: T2-diff, T2-vector and IBP are our theorem, elementwise and interval.
  static let columns = [(1, "theorem"), (2, "elementwise"), (3, "interval")]

  @Test("the issue's 1e-6, from checkpoints in float32", arguments: ["a_bias", "a_nobias"], [0.001, 0.002])
  func columns(_ name: String, _ ε: Double) throws {
    let table = try rows("certify/\(name)_all_\(ε).csv")
    let network = try certifyNetwork(name)
    let ball = try PerturbedNetwork(network, radii: [ε, ε, ε])
    let evaluation = try SampleEvaluation(
      of: network, balls: [ball], on: digits(.test), workers: WorkerCount(2, cores: 2))
    #expect(table.count == 360 && evaluation.count == 360)
    for (i, row) in table.enumerated() {
      #expect(abs(evaluation.margins[i] - row[0]) <= 1e-6)
      for (column, key) in Self.columns {
        let margin = try #require(evaluation.robust[0].certified[key])[i]
        #expect(abs(margin - row[column]) <= 1e-6, "\(key), sample \(i)")
        #expect(margin <= row[column] + 1e-12, "\(key), sample \(i): above the exact margin")
      }
    }
  }

  @Test("results do not depend on the number of workers, to the last bit") func workers() throws {
    let network = try certifyNetwork("a_bias")
    let ball = try PerturbedNetwork(network, radii: [0.001, 0, 0.002])
    let one = try SampleEvaluation(of: network, balls: [ball], on: digits(.train), workers: WorkerCount(1, cores: 1))
    let four = try SampleEvaluation(of: network, balls: [ball], on: digits(.train), workers: WorkerCount(4, cores: 4))
    #expect(one.margins == four.margins && one.crossEntropy == four.crossEntropy)
    #expect(one.robust[0].certified == four.robust[0].certified && one.robust[0].uniform == four.robust[0].uniform)
    #expect(one.frobeniusNorm == four.frobeniusNorm && one.norm12 == four.norm12)
  }

  private func rows(_ path: String) throws -> [[Double]] {
    let text = try String(contentsOf: Fixtures.url(path), encoding: .utf8)
    return text.split(whereSeparator: \.isNewline).dropFirst().map { $0.split(separator: ",").map { Double($0)! } }
  }
}
