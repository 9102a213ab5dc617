import Analysis
import Checkpoints
import Foundation
import MatrixNorms
import TestSupport
import Testing

@testable import Reporting

@Suite("Report in WeightWatcher's columns") struct WeightWatcherReportTests {
  /// The usual norms, then layers that have no power law.
  private static func report() throws -> WeightWatcherReport {
    var report = try Sample.norms()
    var awkward = try #require(report.checkpoints.last)
    let matrices = [
      ("one row", Matrix([[3, 0, 4]])), ("zero", Matrix([[0, 0], [0, 0]])),
      ("equal|ties", Matrix([[2, 0], [0, -2]])),
      ("huge", Matrix([[1e200, 0], [0, 1]])),
    ]
    awkward.file = CheckpointFile(path: "runs/awkward.pt", label: "awkward.pt", series: "run")
    awkward.layers = try matrices.map { LayerMeasurement(name: $0, norms: try LayerNorms(of: $1)) }
    report.checkpoints.append(awkward)
    return WeightWatcherReport(report)
  }

  @Test("Markdown, word for word") func markdown() throws {
    try expectGolden(Self.report().rendered(as: .md), "weightwatcher.md")
  }

  @Test("CSV, word for word, and its columns") func csv() throws {
    try expectGolden(Self.report().rendered(as: .csv), "weightwatcher.csv")
    let files = try Self.report().files(as: .csv)
    #expect(files.map(\.name) == ["weightwatcher.csv", "weightwatcher-columns.csv"])
    let header = files[0].text.prefix { $0 != "\n" }.split(separator: ",")
    let defined = files[1].text.split(separator: "\n").dropFirst().map { $0.prefix { $0 != "," } }
    #expect(header == defined)
  }

  @Test("JSON as its schema says, without a key that it does not know") func json() throws {
    let text = try String(
      contentsOf: Fixtures.root.appending(path: "../../Schemas/weightwatcher.schema.json"), encoding: .utf8)
    let document = try JSONValue(parsing: Self.report().rendered(as: .json))
    let closed = text.replacing("\"additionalProperties\": true", with: "\"additionalProperties\": false")
    for schema in [text, closed] {
      #expect(try JSONSchemaValidator(schema: JSONValue(parsing: schema)).complaints(about: document) == [])
    }
  }

  @Test("a warning counts the layers of fewer than 50 eigenvalues; 50 are enough") func warning() throws {
    #expect(try Self.report().warning?.contains("have fewer than 50 eigenvalues") == true)
    var report = try Sample.norms()
    report.checkpoints = [report.checkpoints[0]]
    for (sides, warning) in [(50, nil), (49, "1 of 1 layer has fewer than 50 eigenvalues")] as [(Int, String?)] {
      let matrix = Matrix(rows: sides, columns: 60, repeating: 1)
      report.checkpoints[0].layers = [LayerMeasurement(name: "w", norms: try LayerNorms(of: matrix))]
      #expect(WeightWatcherReport(report).warning?.split(separator: ":").first.map(String.init) == warning)
    }
  }

  @Test("files are weightwatcher.<ext>, the CSV's definitions beside it") func files() throws {
    let folder = try TemporaryFolder()
    let paths = try ReportWriter.write(Self.report(), as: WeightWatcherFormat.allCases, to: folder.path("out"))
    let names = ["weightwatcher.md", "weightwatcher.csv", "weightwatcher-columns.csv", "weightwatcher.json"]
    #expect(paths == names.map { folder.path("out/\($0)") })
  }
}
