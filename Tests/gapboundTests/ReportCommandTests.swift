import Foundation
import TestSupport
import Testing

/// `gapbound report` on what `gapbound analyze` wrote.
@Suite struct ReportCommandTests {
  /// Two epochs of a tiny training and their report in every format.
  private func analysed() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let data = Fixtures.root.appending(path: "../../Experiments/digits.npz").path
    let train = [
      "train", "--data", data, "--scale", "0.0625", "--hidden", "8", "--samples", "60", "--epochs", "2", "--seed", "1",
      "--output", folder.path("run"),
    ]
    #expect(try CommandRun(train).code == 0)
    let analyze = [
      "analyze", folder.path("run"), "--train", data, "--test", data, "--train-samples", "60", "--scale", "0.0625",
      "--epsilon", "0,0.001", "--output", folder.path("report"),
    ]
    #expect(try CommandRun(analyze).code == 0)
    return folder
  }

  private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  @Test("every format rendered again is byte for byte the one that analyze wrote, pictures included")
  func roundTrip() throws {
    let folder = try analysed()
    for source in ["report.jsonl", "report.json"] {
      let again = folder.path("again-\(source)")
      let run = try CommandRun(["report", folder.path("report/\(source)"), "--output", again])
      #expect(run.code == 0, "\(run.errors)")
      let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path("report"))
      let files = paths.filter { URL(filePath: $0).pathExtension != "" }
      #expect(files.count > 4)
      for file in files {
        #expect(try text("\(again)/\(file)") == text(folder.path("report/\(file)")), "\(file) from \(source)")
      }
    }
  }

  @Test("one format goes to standard output; Markdown by default") func standardOutput() throws {
    let folder = try analysed()
    let source = folder.path("report/report.jsonl")
    let markdown = try CommandRun(["report", source])
    #expect(markdown.code == 0 && markdown.output.hasPrefix("# gapbound report"))
    #expect(try CommandRun(["report", source, "--format", "csv"]).output == text(folder.path("report/report.csv")))
  }

  @Test("what cannot be read is named, exit code 3") func unreadable() throws {
    let folder = try TemporaryFolder()
    let missing = try CommandRun(["report", folder.path("none.jsonl")])
    #expect(missing.code == 3 && missing.errors.hasPrefix("gapbound: error: \(folder.path("none.jsonl")): "))
    let empty = try folder.write("", "empty.jsonl")
    #expect(try CommandRun(["report", empty]).errors == "gapbound: error: \(empty): the file is empty\n")
  }
}
