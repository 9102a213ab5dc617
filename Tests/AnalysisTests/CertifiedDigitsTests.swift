import Certification
import Foundation
import MatrixNorms
import TestSupport
import Testing

@testable import Analysis

/// Certified margins of a digits network against columns of an independent implementation, all 360 test samples.
@Suite struct CertifiedDigitsTests {
  /// Columns of the fixtures, counted from 0: T2-diff, T2-vector, IBP, CROWN-IBP and CROWN.
  static let columns = [(2, "theorem"), (3, "elementwise"), (5, "interval"), (7, "interval_linear"), (8, "linear")]

  @Test(
    "all 360 samples within 1e-6, from every kind of file",
    arguments: ["a_bias", "a_nobias"].flatMap { n in [0.001, 0.002].map { (n, $0) } }, ["safetensors", "pt", "onnx"])
  func columns(_ example: (name: String, ε: Double), _ format: String) throws {
    let table = try rows("certify/\(example.name)_all_\(example.ε).csv")
    let network = try certifyNetwork(example.name, format)
    let ball = try PerturbedNetwork(network, radii: [example.ε, example.ε, example.ε])
    let samples = try digits(.test)
    let pass = ForwardPass(ball, on: try samples.features(0..<samples.count))
    #expect(table.count == 360 && samples.count == 360)
    for certificate in certificateCatalogue {
      let column = try #require(Self.columns.first { $0.1 == certificate.key }).0
      let margins = certificate.robustMargins(ball, pass, labels: samples.labels)
      for (i, row) in table.enumerated() {
        #expect(abs(margins[i] - row[column]) <= 1e-6, "\(certificate.key), sample \(i)")
        #expect(margins[i] <= row[column] + 1e-12, "\(certificate.key), sample \(i): above the exact margin")
      }
    }
    for (margin, row) in zip(pass.logits.margins(labels: samples.labels), table) {
      #expect(abs(margin - row[0]) <= 1e-12)
    }
  }

  @Test(
    "linear certifies at least 336, 316, 201 and 4 of 360 samples",
    arguments: [(0.001, 336), (0.002, 316), (0.005, 201), (0.01, 4)])
  func linearAccuracy(_ ε: Double, _ least: Int) throws {
    let samples = try digits(.test)
    let ball = try PerturbedNetwork(certifyNetwork("a_bias"), radii: [ε, ε, ε])
    let pass = ForwardPass(ball, on: try samples.features(0..<samples.count))
    let margins = LinearCertificate.robustMargins(ball, pass, labels: samples.labels)
    #expect(margins.count { $0 > 0 } >= least)
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
