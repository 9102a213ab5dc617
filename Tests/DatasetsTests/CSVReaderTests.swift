import TestSupport
import Testing

@testable import Datasets

@Suite struct CSVReaderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func lines(_ text: String) throws -> [[String]] {
    var reader = try CSVReader(path: folder.write(text, "d.csv"))
    var lines: [[String]] = []
    while try reader.next() { lines.append(reader.ends.indices.map { reader.fieldText($0) }) }
    return lines
  }

  @Test func fieldsQuotesAndLineEnds() throws {
    #expect(try lines("a,b\n,\r\n\"x,y\",\"\"\"\"\nlast") == [["a", "b"], ["", ""], ["x,y", "\""], ["last"]])
    #expect(try lines("a\n\nb\n") == [["a"], [""], ["b"]])
    #expect(try lines("a,") == [["a", ""]])
  }

  @Test(
    "malformed text is refused with line and column",
    arguments: [
      ("1,2\n1,\"2\n3,4\n", 2, 2), ("1,\"2\"3\n", 1, 2), ("1,2\"\n", 1, 2), ("1\r2,3\n", 1, 1), ("1,\"2", 1, 2),
    ])
  func malformed(text: String, line: Int, column: Int) throws {
    let error = #expect(throws: DatasetError.self) { try lines(text) }
    guard case .malformedText(_, line, column, _) = error else {
      Issue.record("wrong place: \(String(describing: error))")
      return
    }
  }

  @Test("a field without end does not fill the memory")
  func longField() throws {
    let error = #expect(throws: DatasetError.self) { try lines(String(repeating: "1", count: 1_000_000)) }
    #expect(error?.description.hasSuffix("more than 4096 bytes") == true)
  }
}
