import Foundation
import TestSupport
import Testing

/// The samples of `gapbound train`.
@Suite struct TrainDataTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func train(_ data: String, _ arguments: [String] = []) throws -> CommandRun {
    try CommandRun(
      ["train", "--data", data, "--hidden", "3", "--epochs", "1", "--output", folder.path("run")] + arguments)
  }

  private func csv(_ text: String) throws -> String { try folder.write(text, "d.csv") }

  @Test("CSV: the label stands last; 2 features, 3 classes") func commaSeparated() throws {
    let run = try train(csv("1,0,0\n0,1,1\n1,1,2\n"))
    #expect(run.code == 0 && run.output.hasPrefix("trained 2-3-3: 1 epoch, "), "\(run.errors)")
  }

  @Test("IDX: images beside their labels, or labels with a name of their own") func idx() throws {
    let images = try folder.write(idxBytes(type: 8, sides: [3, 2, 2], data: Array(0..<12)), "train-images-idx3-ubyte")
    let labels = idxBytes(type: 8, sides: [3], data: [0, 1, 1])
    let missing = try train(images)
    #expect(missing.code == 3 && missing.errors.contains("no labels file given"), "\(missing.errors)")
    let other = try folder.write(labels, "answers.idx")
    #expect(try train(images, ["--labels", other]).code == 0)
    try FileManager.default.removeItem(atPath: folder.path("run"))
    _ = try folder.write(labels, "train-labels-idx1-ubyte")
    let run = try train(images)
    #expect(run.code == 0 && run.output.hasPrefix("trained 4-3-2: "), "\(run.errors)")
  }

  @Test("the variables of analyze name the samples as well") func environment() throws {
    let path = try csv("1,0\n0,1\n")
    let run = try CommandRun(
      ["train", "--hidden", "3", "--epochs", "1", "--output", folder.path("run")],
      environment: ["GAPBOUND_TRAIN": path, "GAPBOUND_SCALE": "0.5"])
    #expect(run.code == 0, "\(run.errors)")
  }

  @Test(
    "samples that no classifier can be trained on",
    arguments: [
      ("1,0\n2,0\n", [], 2, "a classifier needs two classes, the samples have 1"),
      ("1,0\n2,1\n", ["--validation", "0.1"], 2, "a validation split of 0.1 leaves one side of 2 samples empty"),
      ("1,0\n2,1\n", ["--samples", "3"], 3, "PATH has 2 samples, 3 are asked for"),
      ("1,0\n2,-1\n", [], 3, "PATH:2: column 2: label \"-1\" is not an integer from 0 to 2147483647"),
      ("1,0\n2,2147483648\n", [], 3, "PATH:2: column 2: label \"2147483648\" is not an integer from 0 to 2147483647"),
      ("1,0\nx,1\n", [], 3, "PATH:2: column 1: \"x\" is not a finite decimal number"),
      ("1,0\n1e39,1\n", [], 3, "PATH: the feature 1e+39 is beyond single precision; --scale may help"),
      ("1,0\n1e308,1\n", ["--scale", "10"], 3, "PATH: sample 1, feature 0: inf is not finite"),
      ("1,0\n2,1\n", ["--scale", "x"], 2, "--scale: \"x\": expected a finite number"),
      ("1,0\n2,1\n", ["--labels", "l.csv"], 3, "PATH: holds its own labels, so l.csv has no use"),
    ] as [(String, [String], Int32, String)])
  func refusals(_ text: String, _ arguments: [String], _ code: Int32, _ message: String) throws {
    let path = try csv(text)
    let run = try train(path, arguments)
    #expect(run.code == code && run.output == "")
    #expect(run.errors == "gapbound: error: \(message.replacing("PATH", with: path))\n", "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("run")))
  }

  @Test("two billion classes are more than memory holds") func classes() throws {
    let run = try train(csv("1,0\n2,2147483647\n"), ["--hidden", "1000"])
    #expect(run.code == 2 && run.errors.contains("the training needs at least 42"), "\(run.errors)")
  }
}
