import Foundation
import TestSupport
import Testing

@testable import Analysis

@Suite struct RunFolderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func refusal(_ name: String) -> TrainingRunError? {
    do throws(TrainingRunError) {
      try RunFolder(path: folder.path(name)).prepare()
      return nil
    } catch { return error }
  }

  @Test("a new folder is made, with those around it; notes of any kind may lie in it") func free() throws {
    #expect(refusal("a/b/c") == nil)
    _ = try folder.write("read me", "a/b/c/README.md")
    _ = try folder.write("train: x", "a/b/c/gapbound.yaml")
    #expect(refusal("a/b/c") == nil)
  }

  @Test(
    "models and logs of another training are not overwritten",
    arguments: [
      "model.safetensors", "model.pt", "best.safetensors", "initial.safetensors", "epoch-7.safetensors",
      "metrics.jsonl",
    ])
  func foreign(_ name: String) throws {
    _ = try folder.write("", name)
    #expect(refusal("") == .foreign(folder.path(""), name))
    #expect(refusal("")?.description == "\(folder.path("")) already holds \(name): give an empty folder")
  }

  @Test("a training that was begun can be resumed, in the folder and below") func occupied() throws {
    try FileManager.default.createDirectory(atPath: folder.path("run"), withIntermediateDirectories: false)
    _ = try folder.write("", "run/optimizer.safetensors")
    #expect(
      refusal("run")?.description
        == "\(folder.path("run")) already holds optimizer.safetensors: give an empty folder, or --resume \(folder.path("run"))"
    )
    #expect(refusal("") == .foreign(folder.path(""), "run"))
  }

  @Test("a file where the folder should be, and one above it") func file() throws {
    _ = try folder.write("", "file")
    for name in ["file", "file/run"] {
      guard case .cannotWrite(let reason)? = refusal(name) else {
        Issue.record("\(name): \(refusal(name) as Any)")
        continue
      }
      #expect(reason.hasPrefix("cannot make the folder \(folder.path(name)): "))
    }
  }

  @Test("of an earlier training its own files are deleted, anything else is kept") func removal() throws {
    let training = try TrainingFolder()
    var run = try training.begin()
    _ = try run.run { _ in true }
    _ = try training.folder.write("", "run/notes.txt")
    _ = try training.folder.write("", "run/epoch-best.safetensors")
    try TrainingRun.removeEarlier(training.path("run"))
    #expect(try training.files() == ["epoch-best.safetensors", "notes.txt"])
    try TrainingRun.removeEarlier(training.path("none"))
    #expect(!FileManager.default.fileExists(atPath: training.path("none")))
    _ = try folder.write("", "model.safetensors")
    #expect(throws: TrainingRunError.foreign(folder.path(""), "model.safetensors")) {
      try TrainingRun.removeEarlier(folder.path(""))
    }
    _ = try folder.write(safetensorsBytes(shapes: [("w", [1])]), "optimizer.safetensors")
    #expect(throws: TrainingRunError.unreadableState("\(folder.path("")): the state is not one of gapbound train")) {
      try TrainingRun.removeEarlier(folder.path(""))
    }
  }
}
