import Bounds
import Checkpoints
import Datasets
import Foundation
import TestSupport
import Testing

@testable import Analysis

@Suite struct ReferenceMatricesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func model(_ diagonal: Double, outputs: Int = 2) -> [UInt8] {
    safetensorsBytes([
      ("0.weight", [2, 2], [3, 0, 0, diagonal]),
      ("1.weight", [outputs, 2], (0..<outputs).flatMap { $0 % 2 == 0 ? [1.0, 0] : [0, 1] }),
    ])
  }

  private func write(_ bytes: [UInt8], _ path: String) throws {
    let target = URL(filePath: folder.path(path)).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    _ = try folder.write(bytes, path)
  }

  private func report(_ place: ReferencePlace?, in root: String = "runs") throws -> AnalysisReport {
    let train = try Datasets.load(try folder.write("1,0.5,0\n0.5,1,1\n", "train.csv"), role: .train)
    let manifest = ModelManifest()
    let settings = AnalysisSettings(
      train: train, marginScale: .value(1), manifest: manifest,
      reference: try place.map { try ReferenceMatrices($0, manifest: manifest) }, workers: WorkerCount(1, cores: 1))
    let discovery = try CheckpointDiscovery([folder.path(root)], reference: place)
    return Analyzer(settings).report(on: discovery, command: "analyze") { _, _ in }
  }

  private func distances(_ report: AnalysisReport) -> [MeasureOutcome?] {
    report.checkpoints.map { $0.measures.first { $0.key == "distance-to-initialization" }?.outcome }
  }

  @Test("each run against its own: diag(3, 4) − diag(3, 1) is 3 away, diag(3, 6) − diag(3, 2) 4; a third run has none")
  func perRun() throws {
    for (run, initial, trained) in [("a", 1.0, 4.0), ("b", 2, 6)] {
      try write(model(initial), "runs/\(run)/init.safetensors")
      try write(model(trained), "runs/\(run)/epoch-1.safetensors")
      try write(model(initial), "runs/\(run)/epoch-2.safetensors")
    }
    try write(model(5), "runs/c/epoch-1.safetensors")
    try write(model(7), "runs/c/epoch-2.safetensors")
    let report = try report(.named("init.safetensors"))
    #expect(distances(report).prefix(4) == [.value(3), .value(0), .value(4), .value(0)])
    for outcome in distances(report).suffix(2) { #expect(outcome?.reason?.contains("neither beside") == true) }
    #expect(report.checkpoints.count == 6 && report.parameters.reference == "init.safetensors")
    #expect(
      report.coverage.filter { $0.reason == "reference matrices" }.map(\.path)
        == [folder.path("runs/a/init.safetensors"), folder.path("runs/b/init.safetensors")])
  }

  @Test("one file for all runs, which is no checkpoint where it lies among them") func oneForAll() throws {
    try write(model(1), "runs/a.safetensors")
    try write(model(4), "runs/b.safetensors")
    try write(model(6), "runs/c.safetensors")
    let report = try report(.file(folder.path("runs/a.safetensors")))
    #expect(report.checkpoints.map(\.file.label) == ["b.safetensors", "c.safetensors"])
    #expect(distances(report) == [.value(3), .value(5)])
  }

  @Test("other shapes: no distance, both shapes in the reason, a line in the coverage and a warning") func shapes()
    throws
  {
    try write(model(1, outputs: 3), "init.safetensors")
    try write(model(4), "runs/a.safetensors")
    let report = try report(.file(folder.path("init.safetensors")))
    let reason = try #require(distances(report)[0]?.reason)
    #expect(reason.contains("2 × 2, 2 × 2") && reason.contains("2 × 2, 3 × 2"))
    #expect(report.coverage.contains { $0.path == folder.path("runs/a.safetensors") && $0.reason == reason })
    #expect(report.warnings.count == 1)
    // The other measures need no reference.
    #expect(report.checkpoints[0].measures.first?.outcome.reason == nil)
  }

  @Test("without a reference the reason names the flag") func none() throws {
    try write(model(4), "runs/a.safetensors")
    #expect(try distances(report(nil))[0]?.reason?.contains("--reference") == true)
  }

  @Test("a damaged file: one for all is refused at once, a run's own fails and the run is analysed without")
  func damaged() throws {
    try write([1, 2, 3], "runs/a/init.safetensors")
    try write(model(4), "runs/a/epoch-1.safetensors")
    #expect(throws: CheckpointError.self) { try self.report(.file(folder.path("runs/a/init.safetensors"))) }
    let report = try report(.named("init.safetensors"))
    #expect(report.coverage.filter { $0.status == .failed }.map(\.path) == [folder.path("runs/a/init.safetensors")])
    #expect(report.checkpoints.count == 1 && distances(report)[0]?.reason?.contains("cannot be read") == true)
  }

  @Test("a reference of no checkpoint is said") func unused() throws {
    try write(model(1), "runs/a/init.safetensors")
    try write(model(4), "runs/b.safetensors")
    let report = try report(.named("init.safetensors"))
    #expect(
      report.coverage.contains {
        $0.path == folder.path("runs/a/init.safetensors") && $0.reason == "reference matrices of no checkpoint"
      })
  }

  @Test("a byte copy keeps its original's numbers") func copies() throws {
    try write(model(1), "init.safetensors")
    try write(model(4), "runs/epoch-1.safetensors")
    try write(model(4), "runs/last.safetensors")
    let report = try report(.file(folder.path("init.safetensors")))
    #expect(report.checkpoints[1].duplicateOf == "epoch-1.safetensors")
    #expect(report.checkpoints[0].measures == report.checkpoints[1].measures)
  }

  @Test("what makes no network has no measures, with the reason: a product of some matrices is not the network's")
  func noNetwork() throws {
    let bytes = safetensorsBytes([
      ("0.weight", [2, 2], [3, 0, 0, 1]), ("1.weight", [2, 2], [1, 0, 0, 1]), ("2.running_mean", [2], [0, 0]),
    ])
    try write(bytes, "runs/a.safetensors")
    let measures = try report(nil).checkpoints[0].measures
    #expect(measures.count == measureCatalogue.count)
    #expect(measures.allSatisfy { $0.outcome.reason?.contains("2.running_mean") == true })
  }
}
