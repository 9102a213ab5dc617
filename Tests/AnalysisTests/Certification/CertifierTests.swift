import Certification
import Checkpoints
import Datasets
import Foundation
import Networks
import TestSupport
import Testing

@testable import Analysis

/// Whole certifications of the digits network, on its first test samples.
@Suite struct CertifierTests {
  private static let model = Fixtures.url("certify/a_bias.safetensors").path

  private func settings(
    _ balls: [BallSetting] = [.radius(.uniform(0.005, layers: nil), .absolute)], samples: Int = 40, workers: Int = 2
  ) throws -> CertificationSettings {
    var settings = CertificationSettings(
      data: try digits(.test), balls: balls, workers: WorkerCount(workers, cores: workers))
    settings.sampleLimit = samples
    settings.attackSettings = AttackSettings(restarts: 2, steps: 10, draws: 5)
    return settings
  }

  private func report(_ settings: CertificationSettings, _ paths: [String] = [model]) throws -> CertificationReport {
    Certifier(settings).report(on: try CheckpointDiscovery(paths))
  }

  @Test("one, two or five workers: the same report, to the last bit") func workers() throws {
    let reports = try [1, 2, 5].map { workers in
      var settings = try settings(workers: workers)
      settings.attacks = AttackKind.allCases
      settings.exactTimeLimit = 60
      settings.searchesRadius = true
      settings.bitFlips = .int8(.perChannel)
      settings.sampleLimit = 34
      return try report(settings)
    }
    let texts = reports.map { $0.models.map(Self.text) }
    #expect(texts[0] == texts[1] && texts[0] == texts[2])
  }

  /// Every number of a model, dictionaries in a fixed order.
  private static func text(_ model: ModelCertification) -> String {
    var model = model
    let certified = model.balls.map { ball in ball.certified.sorted { $0.key < $1.key }.map { "\($0)" } }
    for i in model.balls.indices { model.balls[i].certified = [:] }
    return "\(certified)\(model)"
  }

  @Test("certified ≤ exact ≤ attacked ≤ clean, sample by sample; the exact decision leaves nothing open")
  func sandwich() throws {
    var settings = try settings()
    settings.attacks = [.perSample, .universal]
    settings.exactTimeLimit = 60
    let model = try #require(try report(settings).models.first)
    let ball = model.balls[0]
    let (best, attacked) = (ball.best, try #require(ball.attackedMargins))
    let exact = try #require(ball.exact)
    #expect(best.count == 40 && attacked.count == 40 && exact.count == 40)
    for i in best.indices {
      #expect(best[i] <= attacked[i] && attacked[i] <= model.margins[i] + 1e-9)
      switch exact[i] {
      case .certified(let margin): #expect(attacked[i] > 0 && margin >= 0 && margin <= attacked[i])
      case .falsified(let margin, _): #expect(best[i] <= 0 && margin <= 0)
      case .undecided: Issue.record("sample \(i) is undecided")
      case .misclassified: #expect(model.margins[i] <= 0)
      }
    }
    let certified = ball.proved(count: 40).count { $0 }
    #expect(ball.heldOut.errors == 40 - certified && ball.heldOut.count == 40)
  }

  @Test("two balls of two models: each limit holds with confidence 1 − 0.05/4") func bonferroni() throws {
    let balls: [BallSetting] = [0.001, 0.002].map { .radius(.uniform($0, layers: nil), .absolute) }
    let other = Fixtures.url("certify/a_nobias.safetensors").path
    let report = try report(settings(balls), [Self.model, other])
    let limits = report.models.flatMap(\.balls).map(\.heldOut)
    #expect(limits.count == 4 && limits.allSatisfy { abs($0.confidence - 0.9875) < 1e-15 })
  }

  @Test("a byte copy is certified once; the coverage names the original") func copies() throws {
    let folder = try TemporaryFolder()
    let bytes = try [UInt8](Data(contentsOf: Fixtures.url("certify/a_bias.safetensors")))
    for name in ["a.safetensors", "b.safetensors"] { _ = try folder.write(bytes, name) }
    let report = try report(settings(samples: 2), [folder.path("")])
    #expect(report.models.map(\.file.label) == ["a.safetensors"])
    #expect(report.coverage.contains { $0.reason == "exact byte copy of a.safetensors, which is certified" })
  }

  @Test("tanh: no certificate holds, bit flips are counted all the same") func outsideTheTheorems() throws {
    var settings = try settings(samples: 4)
    settings.manifest.activation = (.tanh, "config")
    settings.bitFlips = .float32
    let model = try #require(try report(settings).models.first)
    #expect(model.balls.isEmpty && model.reading.obstacle == "activation tanh takes negative values")
    #expect(model.bitFlips?.count == 4)
  }

  @Test(
    "the attack: balls that do not fit",
    arguments: [
      (BallSetting.radius(.uniform(0.1, layers: [4]), .absolute), "there is no layer 4: the network has 3"),
      (.radius(.perLayer([0.1]), .absolute), "1 radii were given for a network of 3 layers"),
      (.between(path: "/nowhere.pt"), "--against: /nowhere.pt"),
    ])
  func unfitBalls(_ ball: BallSetting, _ reason: String) throws {
    let report = try report(settings([ball], samples: 2))
    #expect(report.models.isEmpty)
    let failure = try #require(report.coverage.first { $0.status == .failed })
    #expect(failure.reason.contains(reason), "\(failure.reason)")
  }
}

/// A binary classifier with one output z: the logits are (0, z), and the 0 is none of the model's weights.
@Suite struct OneOutputCertifierTests {
  /// z = x, and x = 1 with label 1: the worst margin at ε = 0.6 is 1 − 0.6 = 0.4, whatever a zero row might do.
  private func report(_ balls: [BallSetting], weights: [Double] = [1]) throws -> ModelCertification {
    let folder = try TemporaryFolder()
    let count = weights.count
    let model = try folder.write(safetensorsBytes([("w.weight", [1, count], weights)]), "m.safetensors")
    let row = Array(repeating: "1", count: count).joined(separator: ",")
    let data = try folder.write(
      (0..<count).map { "x\($0)" }.joined(separator: ",") + ",label\n\(row),1\n\(row),1\n", "d.csv")
    var settings = CertificationSettings(
      data: try Datasets.load(data, labels: nil, role: .test, preprocessing: .init()), balls: balls,
      workers: WorkerCount(1, cores: 1))
    settings.attacks = [.perSample, .universal, .uniform]
    settings.exactTimeLimit = 10
    settings.bitFlips = .float32
    let report = Certifier(settings).report(on: try CheckpointDiscovery([model]))
    return try #require(report.models.first, "\(report.coverage)")
  }

  @Test("1 − 0.6 = 0.4: certified, exact and attacked; 32 bits of one weight") func zeroRowStays() throws {
    let model = try report([.radius(.uniform(0.6, layers: nil), .absolute)])
    let ball = try #require(model.balls.first)
    for margin in ball.best + (ball.attackedMargins ?? []) { #expect(abs(margin - 0.4) < 1e-12) }
    #expect(ball.proved(count: 2) == [true, true])
    #expect(model.bitFlips?.layers.map(\.flips) == [32])
    #expect(model.layers == [.init(name: model.layers[0].name, rows: 1, columns: 1)])
    #expect(model.remarks.contains { $0.hasPrefix("The single output z") })
  }

  @Test("W = (1, 1.25): a tenth of the range is 0.025, not 0.125") func range() throws {
    let ball = try #require(try report([.radius(.uniform(0.1, layers: nil), .range)], weights: [1, 1.25]).balls.first)
    #expect(abs(ball.layerRadii[0].largest - 0.025) < 1e-15)
    #expect(ball.layerRadii[0].smallest == ball.layerRadii[0].largest)
  }
}
