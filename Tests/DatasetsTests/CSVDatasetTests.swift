import MatrixNorms
import TestSupport
import Testing

@testable import Datasets

@Suite struct CSVDatasetTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func load(_ text: String) throws -> LabelledSamples {
    try Datasets.load(folder.write(text, "d.csv"), role: .train)
  }

  private var path: String { folder.path("d.csv") }

  private func fault(_ text: String) -> DatasetError? {
    #expect(throws: DatasetError.self) { try load(text) }
  }

  @Test(
    "spellings of one table",
    arguments: [
      "1.5,2,0\n3,4,1\n", "1.5,2,0\r\n3,4,1\r\n", "1.5,2,0\n3,4,1", "a,b,c\n1.5,2,0\n3,4,1\n\n\n",
      "label,a,b\n0,1.5,2\n1,3,4\n", "\"a\",\"Class\",\"b, \"\"quoted\"\"\"\n\"1.5\",0,2\n3,\"1\",4\n",
      "0,Target,1\n1.5,0,2\n3,1,4\n", "\u{FEFF}x1,x2,y\n 1.5 ,\t2, 0\n+3,4e0,1.0\n",
    ])
  func spellings(text: String) throws {
    let samples = try load(text)
    #expect(samples.labels == [0, 1])
    #expect(try samples.features(0..<2) == Matrix([[1.5, 2], [3, 4]]))
  }

  @Test func gzippedTextIsRead() throws {
    let samples = try Datasets.load(folder.write(gzipBytes(Array("7,1\n8,0\n".utf8)), "d.csv.gz"), role: .test)
    #expect(samples.labels == [1, 0])
    #expect(try samples.features(0..<2) == Matrix([[7], [8]]))
  }

  @Test func aTableLongerThanOneChunkIsReadWhole() throws {
    let count = 200_000
    let samples = try load((0..<count).map { "\($0),0.\($0),\($0 % 7)\n" }.joined())
    #expect(samples.labels == (0..<count).map { $0 % 7 })
    let last = try samples.features(count - 1..<count)
    #expect(last == Matrix([[199_999, 0.199999]]))
  }

  @Test(
    "a field that is not a number is refused with line and column",
    arguments: ["abc", "nan", "inf", "1e999", "", "0x10"])
  func notANumber(text: String) {
    #expect(fault("1,2,0\n3,\(text),1\n") == .notANumber(path: path, line: 2, column: 2, text: text))
  }

  @Test("a first line that is half a header is refused")
  func halfAHeader() {
    #expect(fault("1,n/a,0\n1,2,0\n") == .notANumber(path: path, line: 1, column: 2, text: "n/a"))
  }

  @Test("lines with more or fewer fields are refused with both numbers")
  func fieldCount() {
    #expect(fault("1,2,0\n1,2\n") == .fieldCount(path: path, line: 2, expected: 3, found: 2))
    #expect(fault("1,2,0\n1,2,0,\n") == .fieldCount(path: path, line: 2, expected: 3, found: 4))
  }

  @Test("a label that is no class is refused with line and column", arguments: ["-1", "0.5", "1e300"])
  func invalidLabel(text: String) {
    #expect(fault("y,a\n0,1\n\(text),2\n") == .invalidLabelField(path: path, line: 3, column: 1, text: text))
  }

  @Test("two label columns are refused")
  func twoLabels() {
    let reason = "\"label\" and \"y\" both name the label"
    #expect(fault("label,a,y\n0,1,0\n") == .malformedText(path: path, line: 1, column: 3, reason: reason))
  }

  @Test("a column without a name, such as an index, is refused")
  func index() {
    let reason = "a column without a name; is it an index, not a feature?"
    #expect(fault(",a,label\n0,1,0\n") == .malformedText(path: path, line: 1, column: 1, reason: reason))
  }

  @Test("a blank line within the data, a single column and a header alone are refused")
  func structure() {
    #expect(fault("1,0\n\n2,0\n") == .malformedText(path: path, line: 2, column: 1, reason: "blank line"))
    let reason = "one column; features and a label need two"
    #expect(fault("1\n2\n") == .malformedText(path: path, line: 1, column: 1, reason: reason))
    #expect(fault("a,label\n") == .noSamples(path: path))
  }
}
