import Bounds
import Checkpoints
import Datasets
import TestSupport
import Testing

@testable import Analysis

@Suite struct AnalyzerTests {
  private static let network: [(name: String, shape: [Int], values: [Double])] = [
    ("0.weight", [2, 2], [3, 4, 0, 0]), ("0.bias", [2], [0, 0.5]), ("1.weight", [2, 2], [1, 0, 0, 1]),
  ]

  /// A report on a folder with these files.
  private func report(
    _ files: [String: [UInt8]], radii: [RadiusSetting] = [.uniform(0.01, layers: nil)], hasData: Bool = true
  ) throws -> AnalysisReport {
    let folder = try TemporaryFolder()
    let data = try folder.write("0.5,1,0\n1,0.25,1\n0.75,0.5,0\n", "train.csv")
    for (name, bytes) in files { _ = try folder.write(bytes, name) }
    let samples = try Datasets.load(data, role: .train)
    let settings = AnalysisSettings(
      train: hasData ? samples : nil, test: hasData ? samples : nil, radii: hasData ? radii : [],
      marginScale: .value(0.5), workers: WorkerCount(2, cores: 2))
    let discovery = try CheckpointDiscovery([folder.path("")], excluding: [data])
    return Analyzer(settings).report(on: discovery, command: "analyze") { _, _ in }
  }

  @Test("a byte copy keeps its own name and epoch, and is left out of statistics") func duplicates() throws {
    let bytes = safetensorsBytes(Self.network)
    let report = try report(["epoch-1.safetensors": bytes, "epoch-2.safetensors": bytes])
    #expect(report.checkpoints.map(\.duplicateOf) == [nil, "epoch-1.safetensors"])
    #expect(report.checkpoints.map(\.file.epoch) == [1, 2])
    #expect(report.statistics.allSatisfy { $0.count + $0.missing == 1 && $0.duplicates == 1 && $0.kendallTauB == nil })
  }

  @Test("a file that fails is said, and the others are analysed") func failure() throws {
    let report = try report([
      "a.safetensors": safetensorsBytes(Self.network), "b.safetensors": [1, 2, 3],
    ])
    #expect(report.checkpoints.map(\.file.label) == ["a.safetensors"])
    #expect(report.coverage.filter { $0.status == .failed }.count == 1)
  }

  @Test("BatchNorm: norms are reported, every bound is not applicable with the tensor's name") func foreign() throws {
    let report = try report([
      "a.safetensors": safetensorsBytes(Self.network + [("2.running_mean", [2], [0, 0])])
    ])
    let analysis = try #require(report.checkpoints.first)
    #expect(analysis.layers.count == 2 && analysis.train == nil)
    for bound in analysis.bounds {
      guard case .notApplicable(let reason) = bound.outcome else {
        Issue.record("\(bound.key) applies")
        continue
      }
      #expect(reason.contains("2.running_mean"))
    }
  }

  @Test("slack is over the robust error for Theorem 4, over the plain error for bounds of the network as it is")
  func slack() throws {
    let report = try report(["a.safetensors": safetensorsBytes(Self.network)], radii: [.uniform(1, layers: nil)])
    let analysis = try #require(report.checkpoints.first)
    let test = try #require(analysis.test)
    #expect(test.error < test.robustError!)
    for bound in analysis.bounds where bound.total != nil {
      let error = bound.key.hasPrefix("theorem4") ? test.robustError! : test.error
      #expect(analysis.slack(of: bound) == bound.total!.value - error, "\(bound.key)")
    }
    let reasons = analysis.bounds.filter { $0.total == nil }.map(\.key)
    #expect(reasons == [Bartlett2017Reference.key])
  }

  @Test("all wrong on training: γ by percentile cannot be chosen, a number can") func noPositiveMargin() throws {
    let wrong = safetensorsBytes([("0.weight", [2, 2], [-1, -1, -1, -1])])
    let folder = try TemporaryFolder()
    let data = try Datasets.load(try folder.write("1,1,0\n1,2,0\n", "train.csv"), role: .train)
    _ = try folder.write(wrong, "m.safetensors")
    let settings = AnalysisSettings(train: data, workers: WorkerCount(1, cores: 1))
    let discovery = try CheckpointDiscovery([folder.path("m.safetensors")])
    let report = Analyzer(settings).report(on: discovery, command: "analyze") { _, _ in }
    let analysis = try #require(report.checkpoints.first)
    #expect(analysis.train?.error == 1 && analysis.marginScale == nil)
    #expect(analysis.bounds.allSatisfy { $0.total == nil })
  }

  @Test("several radii: all checkpoints at the first, then at the next; the gap does not depend on them") func radii()
    throws
  {
    let report = try report(
      ["a.safetensors": safetensorsBytes(Self.network)], radii: [.uniform(0, layers: nil), .uniform(0.1, layers: [2])])
    #expect(report.checkpoints.map(\.radii) == [[0, 0], [0, 0.1]])
    #expect(report.checkpoints[0].gap?.error == report.checkpoints[1].gap?.error)
  }

  @Test("norms alone: one entry, no risks, no bounds, the output layer's D = ‖(1, −1)‖₁ = 2") func norms() throws {
    let report = try report(["a.safetensors": safetensorsBytes(Self.network)], hasData: false)
    let analysis = try #require(report.checkpoints.first)
    #expect(report.checkpoints.count == 1 && analysis.bounds.isEmpty && analysis.train == nil)
    #expect(analysis.layers.map(\.name) == ["0.weight", "1.weight"])
    #expect(
      relativeDifference(analysis.layers[0].norms.spectralNorm.value, 5) < 1e-14
        && analysis.layers[1].outputPairDistance?.value == 2)
  }
}
