import Foundation
import TestSupport
import Testing

/// `gapbound train` that is stopped, killed or out of space, and `--resume`.
@Suite struct TrainResumeTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func arguments(epochs: Int, _ name: String) -> [String] {
    TrainCommandTests.common + ["--epochs", "\(epochs)", "--validation", "0.2", "--output", folder.path(name)]
  }

  private func resume(_ name: String = "run", _ arguments: [String] = []) throws -> CommandRun {
    try CommandRun(["train", "--resume", folder.path(name)] + arguments)
  }

  private func files(_ name: String = "run") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path(name)).sorted()
  }

  private func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: folder.path(name))) }

  /// Trains in a process that gets a signal once its first checkpoint is written.
  ///
  /// - Returns: the number of epochs, and how the process ended. A machine may be so busy that it ends before the signal
  ///   comes: then more epochs are trained.
  private func train(until signal: Int32) throws -> (epochs: Int, process: Process, errors: String) {
    for epochs in [100, 400, 1600, 6400] {
      try? FileManager.default.removeItem(atPath: folder.path("run"))
      let process = Process()
      process.executableURL = CommandRun.executable
      process.arguments = arguments(epochs: epochs, "run")
      let errors = try folder.write("", "errors")
      process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      let digits = String(epochs).count
      let first = folder.path("run/epoch-\(digits > 3 ? "0001" : "001").safetensors")
      while process.isRunning, !FileManager.default.fileExists(atPath: first) { usleep(1000) }
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      if process.terminationReason == .uncaughtSignal || process.terminationStatus != 0 {
        return (epochs, process, try String(contentsOfFile: errors, encoding: .utf8))
      }
    }
    throw CocoaError(.featureUnsupported)
  }

  private func compareWithWhole(epochs: Int) throws {
    #expect(try CommandRun(arguments(epochs: epochs, "whole")).code == 0)
    #expect(try files() == files("whole"))
    for name in try files() where name != "metrics.jsonl" {
      #expect(try bytes("run/\(name)") == bytes("whole/\(name)"), "\(name)")
    }
  }

  @Test(
    "Ctrl-C and a polite kill: exit code 130, what to do next, and then the bytes of a training in one go",
    arguments: [SIGINT, SIGTERM])
  func interrupt(_ signal: Int32) throws {
    let (epochs, process, errors) = try train(until: signal)
    #expect(process.terminationReason == .exit && process.terminationStatus == 130)
    let path = folder.path("run")
    let message = try #require(
      errors.wholeMatch(
        of:
          /stopping after this step; once more to stop at once\ngapbound: error: stopped after (\d+) epochs?; gapbound train --resume (.*) goes on\n/
      ),
      "\(errors)")
    #expect(message.output.2 == path)
    #expect(try files().filter { $0.hasPrefix("epoch") }.count == Int(message.output.1))
    #expect(try resume().code == 0)
    try compareWithWhole(epochs: epochs)
  }

  @Test("killed without a warning: every file is whole, and the bytes are those of a training in one go") func kill9()
    throws
  {
    let (epochs, process, _) = try train(until: SIGKILL)
    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL)
    for name in try files() where name.hasPrefix("epoch") || name.hasPrefix("best") {
      #expect(try CommandRun(["norms", folder.path("run/\(name)")]).code == 0)
    }
    #expect(try resume().code == 0)
    // A file that was being written has a name of its own.
    for name in try files() where !name.hasSuffix(".safetensors") && name != "metrics.jsonl" {
      try FileManager.default.removeItem(atPath: folder.path("run/\(name)"))
    }
    try compareWithWhole(epochs: epochs)
  }

  @Test("a finished training says how it stands") func finished() throws {
    #expect(try CommandRun(arguments(epochs: 2, "run")).code == 0)
    let run = try resume()
    #expect(run.code == 0 && run.errors == "")
    #expect(run.output == "\(folder.path("run")): already finished, 2 epochs\n")
  }

  @Test("disk full at the first file: exit code 3, and nothing half-written is left") func full() throws {
    // A write beyond the limit fails as on a full disk where the signal is ignored. The state has more than 1 kB.
    let run = try CommandRun(arguments(epochs: 2, "run"), setUp: "trap '' XFSZ; ulimit -f 1")
    #expect(run.code == 3 && run.output == "")
    let state = folder.path("run/optimizer.safetensors")
    #expect(run.errors.hasPrefix("gapbound: error: cannot write \(state): "), "\(run.errors)")
    #expect(try files() == [])
  }

  @Test("disk full at the log of 200 epochs: exit code 3, every checkpoint is whole, and the training can go on later")
  func fullLater() throws {
    // The state of SGD without momentum has 2 kB of weights and as much metadata; 200 lines of the log have 40 kB.
    let arguments =
      TrainCommandTests.common + [
        "--epochs", "200", "--every", "40", "--optimizer", "sgd", "--momentum", "0", "--output",
      ]
    let run = try CommandRun(arguments + [folder.path("run")], setUp: "trap '' XFSZ; ulimit -f 16")
    #expect(run.code == 3 && run.output == "")
    #expect(
      run.errors.hasPrefix("gapbound: error: cannot write \(folder.path("run/metrics.jsonl")): "), "\(run.errors)")
    let written = try files()
    #expect(written.contains("optimizer.safetensors"))
    for name in written where name.hasPrefix("epoch") {
      #expect(try CommandRun(["norms", folder.path("run/\(name)")]).code == 0)
    }
    #expect(written.allSatisfy { $0.hasSuffix(".safetensors") || $0 == "metrics.jsonl" }, "\(written)")
    #expect(try resume().code == 0)
    #expect(try CommandRun(arguments + [folder.path("whole")]).code == 0)
    for name in try files() where name != "metrics.jsonl" {
      #expect(try bytes("run/\(name)") == bytes("whole/\(name)"), "\(name)")
    }
  }

  @Test("samples that moved: --data says where they are now") func moved() throws {
    let first = try folder.write("1,0,0\n0,1,1\n1,1,2\n", "first.csv")
    let common = ["train", "--hidden", "3", "--epochs", "1", "--output", folder.path("run"), "--data"]
    #expect(try CommandRun(common + [first]).code == 0)
    try FileManager.default.moveItem(atPath: first, toPath: folder.path("second.csv"))
    let lost = try resume()
    #expect(lost.code == 3 && lost.errors.contains(first), "\(lost.errors)")
    #expect(try resume("run", ["--data", folder.path("second.csv")]).code == 0)
    let other = try folder.write("1,0,0\n0,1,1\n1,1,1\n", "other.csv")
    let refused = try resume("run", ["--data", other])
    #expect(refused.code == 3)
    #expect(
      refused.errors
        == "gapbound: error: \(folder.path("run")) was trained on first.csv with another digest than \(other)\n")
  }

  @Test("labels that moved alone") func movedLabels() throws {
    let images = try folder.write(idxBytes(type: 8, sides: [3, 1, 2], data: Array(0..<6)), "images.idx")
    let labels = try folder.write(idxBytes(type: 8, sides: [3], data: [0, 1, 1]), "labels.idx")
    let run = try CommandRun([
      "train", "--hidden", "3", "--epochs", "1", "--output", folder.path("run"), "--data", images, "--labels", labels,
    ])
    #expect(run.code == 0, "\(run.errors)")
    #expect(try resume().code == 0)
    try FileManager.default.moveItem(atPath: labels, toPath: folder.path("moved.idx"))
    #expect(try resume().code == 3)
    #expect(try resume("run", ["--labels", folder.path("moved.idx")]).code == 0)
  }

  @Test(
    "a training goes on as it was begun",
    arguments: [
      ["--epochs", "9"], ["--no-bias"], ["--lambda", "1"], ["--threads", "2"], ["--output", "x"],
      ["--config", "c.yaml"],
      ["--scale", "2"], ["--shift", "1"], ["--samples", "2"],
    ])
  func flags(_ arguments: [String]) throws {
    let run = try resume("none", arguments)
    #expect(run.code == 2)
    #expect(
      run.errors
        == "gapbound: error: \(arguments[0]): a training goes on as it was begun; --resume takes --data and --labels only\n"
    )
  }

  @Test("nothing to go on with, and what is no state") func noState() throws {
    let none = try resume("none")
    #expect(none.code == 3 && none.errors.contains(folder.path("none/optimizer.safetensors")), "\(none.errors)")
    _ = try folder.write(safetensorsBytes(shapes: [("w", [1])]), "optimizer.safetensors")
    let foreign = try resume("")
    #expect(foreign.code == 3)
    #expect(foreign.errors == "gapbound: error: \(folder.path("")): the state is not one of gapbound train\n")
  }
}
