import Foundation
import TestSupport
import Testing

/// Compares a text with the committed file Tests/Fixtures/reporting/<name>.
///
/// After an intended change run `GAPBOUND_RECORD=1 swift test --filter ReportingTests`, which writes the files anew, and
/// read the difference before committing it.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let url = Fixtures.url("reporting/\(name)")
  if ProcessInfo.processInfo.environment["GAPBOUND_RECORD"] != nil {
    try Data(text.utf8).write(to: url, options: .atomic)
  }
  let expected = try String(contentsOf: url, encoding: .utf8)
  #expect(text == expected, "differs from \(name)", sourceLocation: sourceLocation)
}
