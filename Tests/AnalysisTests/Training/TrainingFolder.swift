import Datasets
import Foundation
import TensorFiles
import TestSupport
import Training

@testable import Analysis

/// A small training in a folder of its own: 12 samples of two features in three classes, 15 + 24 + 15 numbers in 2-5-4-3.
struct TrainingFolder {
  static let names = ["epoch-001.safetensors", "epoch-002.safetensors", "epoch-003.safetensors"]
  static let state = "optimizer.safetensors"
  static let parameters: [TrainingParameter: String] = [
    .hidden: "5,4", .epochs: "3", .batchSize: "5", .epsilon: "0.01", .validation: "0.25", .seed: "3",
    .spectralPenalty: "0.01",
  ]

  let folder: TemporaryFolder
  let data: LabelledSamples

  init() throws {
    folder = try TemporaryFolder()
    data = try Self.samples(folder, "data.csv")
  }

  static func samples(
    _ folder: TemporaryFolder, _ name: String, shift: Double = 0, preprocessing: Preprocessing = Preprocessing()
  ) throws -> LabelledSamples {
    let lines = (0..<12).map { i in "\(Double(i % 3) - 0.25 + shift),\(0.125 * Double(i)),\(i % 3)\n" }
    let path = try folder.write(lines.joined(), name)
    return try Datasets.load(path, role: .train, preprocessing: preprocessing)
  }

  func begin(
    _ values: [TrainingParameter: String] = [:], threads: Int = 1, in name: String = "run"
  ) throws(TrainingRunError) -> TrainingRun {
    let parameters = TrainingParameters(Self.parameters.merging(values) { $1 })
    return try TrainingRun(parameters, data: data, threads: threads, output: path(name), version: "1.2.3")
  }

  func resume(_ data: LabelledSamples? = nil, in name: String = "run") throws(TrainingRunError) -> TrainingRun {
    try TrainingRun(resuming: path(name), data: data ?? self.data, version: "1.2.3")
  }

  /// A training that is stopped after so many steps.
  func stop(after steps: Int, _ values: [TrainingParameter: String] = [:], in name: String = "run") throws {
    var run = try begin(values, in: name)
    _ = try run.run { $0.step < steps }
  }

  func path(_ name: String) -> String { folder.path(name) }

  func files(in name: String = "run") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(name)).sorted()
  }

  func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: path(name))) }

  /// What a training leaves behind, without the times.
  func contents(of name: String = "run") throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for file in try files(in: name) {
      var data = try bytes("\(name)/\(file)")
      if file == "metrics.jsonl" {
        data = Data(String(decoding: data, as: UTF8.self).replacing(/"seconds": [^}]*/, with: "").utf8)
      }
      contents[file] = data
    }
    return contents
  }

  /// Writes the state again with other metadata and tensors.
  func edit(
    metadata change: (inout [String: String]) -> Void = { _ in }, tensors: (inout [TensorValues]) -> Void = { _ in }
  ) throws {
    let file = try Safetensors(path: path("run/\(Self.state)"))
    var values = try file.tensors.map {
      TensorValues(
        name: $0.name, shape: $0.shape, values: try file.values(of: $0, elements: 0..<$0.elementCount))
    }
    var metadata = file.metadata
    change(&metadata)
    tensors(&values)
    try SafetensorsWriter.write(values, metadata: metadata, precision: .shortest, to: path("run/\(Self.state)"))
  }
}
