import Foundation
import Testing

@testable import Reporting

@Suite("Writing reports")
struct ReportWriterTests {
  /// A fresh folder, removed afterwards.
  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "gapbound-\(UUID())", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  /// The file of every format.
  private let all = reportFormatCatalogue.map { "report.\($0.fileExtension)" }

  private func expected(_ report: some Report) -> [String] {
    (all + (report.figures.isEmpty ? [] : ["pictures"])).sorted()
  }

  private func names(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).sorted()
  }

  @Test("makes the folder, writes the files, overwrites old ones and leaves nothing else")
  func writes() throws {
    try inFolder { root in
      let folder = root.appending(path: "a b/c", directoryHint: .isDirectory)
      let path = folder.path(percentEncoded: false)
      for report in [Sample.empty, try Sample.usual()] {
        let paths = try ReportWriter.write(report, as: reportFormatCatalogue, to: path)
        #expect(paths.prefix(all.count).map { URL(filePath: $0).lastPathComponent } == all)
        #expect(try names(folder) == expected(report))
        let pictures = report.figures.isEmpty ? nil : "pictures"
        #expect(
          try String(contentsOfFile: paths[0], encoding: .utf8) == MarkdownReport.render(report, pictures: pictures))
      }
    }
  }

  @Test("writes a certification report in the same way")
  func certification() throws {
    try inFolder { root in
      let report = SampleCertification.usual
      let paths = try ReportWriter.write(report, as: reportFormatCatalogue, to: root.path(percentEncoded: false))
      #expect(try names(root) == expected(report))
      #expect(try String(contentsOfFile: paths[1], encoding: .utf8) == CSVReport.render(report))
    }
  }

  @Test("a file in the folder's place is named")
  func noFolder() throws {
    try inFolder { root in
      let path = root.appending(path: "file").path(percentEncoded: false)
      try Data("x".utf8).write(to: URL(filePath: path))
      let error = #expect(throws: ReportWriteError.self) {
        try ReportWriter.write(Sample.empty, as: [CSVReport.self], to: path)
      }
      guard case .cannotCreateFolder(path, let cause)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(!cause.isEmpty)
      #expect(error?.description.hasPrefix("cannot make the folder \(path): ") == true)
    }
  }

  @Test("a file that cannot be replaced is named, and no half of it stays")
  func noFile() throws {
    try inFolder { root in
      // A folder that is not empty cannot be renamed over.
      let blocked = root.appending(path: "report.csv/inside", directoryHint: .isDirectory)
      try FileManager.default.createDirectory(at: blocked, withIntermediateDirectories: true)
      let error = #expect(throws: ReportWriteError.self) {
        try ReportWriter.write(Sample.empty, as: [CSVReport.self], to: root.path(percentEncoded: false))
      }
      guard case .cannotWrite(let path, let cause)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(path.hasSuffix("/report.csv"))
      #expect(!cause.isEmpty)
      #expect(try names(root) == ["report.csv"])
      #expect(try names(root.appending(path: "report.csv")) == ["inside"])
    }
  }
}
