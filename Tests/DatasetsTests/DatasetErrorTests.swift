import Datasets
import Testing

@Suite struct DatasetErrorTests {
  private static let all: [DatasetError] = [
    .file(.empty(path: "p")), .unknownFormat(path: "p", known: ["k"]),
    .missingArray(path: "p", content: "labels", role: .train, found: []),
    .ambiguousArrays(path: "p", content: "labels", role: .train, candidates: ["a", "b"]),
    .labelsNotFound(path: "p", tried: []), .superfluousLabels(path: "p", labels: "l"),
    .noSampleAxis(path: "p", array: "x"), .noSamples(path: "p"), .noFeatures(path: "p", shape: [1, 0]),
    .labelShape(path: "p", shape: []), .countMismatch(path: "p", samples: 1, labels: 2),
    .invalidLabel(path: "p", sample: 0, value: -1), .notOneHot(path: "p", sample: 0),
    .nonFiniteFeature(path: "p", sample: 0, feature: 1, value: .nan),
    .notANumber(path: "p", line: 1, column: 2, text: "t"),
    .invalidLabelField(path: "p", line: 1, column: 2, text: "t"),
    .fieldCount(path: "p", line: 1, expected: 2, found: 3),
    .malformedText(path: "p", line: 1, column: 2, reason: "r"),
  ]

  @Test("every message begins with the file and is one line", arguments: all)
  func message(error: DatasetError) {
    #expect(error.description.hasPrefix("p"))
    #expect(!error.description.contains("\n"))
  }

  @Test func aPlaceInTextIsLineAndColumn() {
    let error = DatasetError.notANumber(path: "d.csv", line: 3, column: 2, text: "abc")
    #expect("\(error)" == #"d.csv:3: column 2: "abc" is not a finite decimal number"#)
  }
}
