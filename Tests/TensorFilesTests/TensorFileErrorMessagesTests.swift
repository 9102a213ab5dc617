import TensorFiles
import Testing

@Suite struct TensorFileErrorMessagesTests {
  private static let all: [TensorFileError] = [
    .notFound(path: "p"), .isDirectory(path: "p"), .notRegularFile(path: "p"), .unreadable(path: "p", reason: "r"),
    .empty(path: "p"), .unknownFormat(path: "p", known: ["k"]), .wrongSignature(path: "p", format: "f"),
    .unsupportedVersion(path: "p", version: 9), .truncated(path: "p", part: "x", needed: 2, found: 1),
    .trailingBytes(path: "p", expected: 1, found: 2), .headerTooLong(path: "p", length: 2, limit: 1),
    .malformedHeader(path: "p", tensor: nil, offset: 1, reason: "r"), .duplicateTensor(path: "p", tensor: "t"),
    .shapeOverflow(path: "p", tensor: "t", shape: [1]),
    .sizeMismatch(path: "p", tensor: "t", expected: 1, found: 2),
    .offsetMismatch(path: "p", tensor: "t", expected: 1, found: 2),
    .offsetOutOfBounds(path: "p", tensor: "t", end: 2, limit: 1), .unknownTensor(path: "p", tensor: "t", known: []),
    .unreadableElementType(path: "p", tensor: "t", storedType: "s"), .pickledObjects(path: "p", tensor: "t"),
    .malformedArchive(path: "p", reason: "r"), .encryptedMember(path: "p", tensor: "t"),
    .unsupportedCompression(path: "p", tensor: "t", method: 14),
    .implausibleExpansion(path: "p", tensor: "t", compressed: 1, announced: 2),
    .corruptData(path: "p", tensor: "t", reason: "r"), .malformedPickle(path: "p", offset: 1, reason: "r"),
    .hostilePickle(path: "p", call: "posix.sys\ntem"), .memoryLimit(path: "p", limit: 1),
    .malformedTensor(path: "p", tensor: "t", reason: "r"),
    .expandedTensor(path: "p", tensor: "t", needed: 2, limit: 1),
  ]

  @Test("every message begins with the file and is one line", arguments: all)
  func message(error: TensorFileError) {
    #expect(error.description.hasPrefix("p"))
    #expect(!error.description.contains("\n"))
  }

  @Test func bothNumbersAreNamed() {
    let error = TensorFileError.sizeMismatch(path: "m.safetensors", tensor: "0.weight", expected: 512, found: 500)
    #expect(
      "\(error)"
        == #"m.safetensors: tensor "0.weight": shape and type need 512 bytes, the file reserves 500"#)
  }

  @Test func aLongListOfNamesIsShortened() {
    let names = (0..<100).map { "t\($0)" }
    let error = TensorFileError.unknownTensor(path: "p", tensor: "x", known: names)
    #expect(error.description.hasSuffix("t19, … (100 in all)"))
  }
}
