import Datasets
import Foundation
import TestSupport

@testable import Analysis

/// Twelve samples of two features in two classes, and a folder for their sweeps.
struct SweepCase {
  let folder: TemporaryFolder
  let data: LabelledSamples

  init(scale: Double = 1) throws {
    folder = try TemporaryFolder()
    let lines = (0..<12).map { "\(Double($0) / 8),\(Double(($0 * 5) % 12) / 8),\(($0 / 3) % 2)" }
    let path = try folder.write(lines.joined(separator: "\n") + "\n", "train.csv")
    data = try Datasets.load(path, role: .train, preprocessing: Preprocessing(scale: scale, shift: 0))
  }

  var output: String { folder.path("runs") }

  /// 2-3-2 for four epochs of three steps, two of them written, and what else is asked for.
  static func grid(_ base: [TrainingParameter: String] = [:], axes: [TrainingParameter: [String]]) -> SweepGrid {
    let usual: [TrainingParameter: String] = [.hidden: "3", .epochs: "4", .every: "2", .batchSize: "5"]
    return SweepGrid(
      base: usual.merging(base) { $1 }.mapValues { SweepValue($0, origin: "line 1") },
      axes: axes.sorted { $0.key.rawValue < $1.key.rawValue }.map {
        SweepAxis($0.key, origin: "line 2", values: $0.value.map { SweepValue($0, origin: "line 2") })
      })
  }

  func plan(_ grid: SweepGrid) throws -> SweepPlan { try SweepPlan(grid, data: data, output: output) }

  func sweep(_ plan: SweepPlan, workers: Int = 1) -> Sweep {
    Sweep(plan, data: data, workers: WorkerCount(workers, cores: workers), version: "0")
  }

  /// The bytes of every checkpoint, by the path below the output.
  func checkpoints() throws -> [String: Data] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: output).filter {
      $0.hasSuffix(".safetensors") && !$0.hasSuffix("optimizer.safetensors")
    }
    return try Dictionary(
      uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: URL(filePath: output + "/" + $0))) })
  }
}
