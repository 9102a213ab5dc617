import Foundation
import TestSupport
import Testing

/// The committed file Tests/Fixtures/reporting/<name>.
///
/// After an intended change run `GAPBOUND_RECORD=1 swift test --filter ReportingTests`, which writes the files anew, and
/// read the difference before committing it.
func golden(_ text: String, _ name: String) throws -> String {
  let url = Fixtures.url("reporting/\(name)")
  if ProcessInfo.processInfo.environment["GAPBOUND_RECORD"] != nil {
    try Data(text.utf8).write(to: url, options: .atomic)
  }
  return try String(contentsOf: url, encoding: .utf8)
}

/// Compares a text with a committed file, line by line so that a failure shows the lines that differ.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let lines = text.components(separatedBy: "\n")
  let expected = try golden(text, name).components(separatedBy: "\n")
  #expect(lines == expected, "differs from \(name)", sourceLocation: sourceLocation)
}
