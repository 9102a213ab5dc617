import TestSupport
import Testing

@testable import TensorFiles

@Suite struct IdxFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func fault(_ bytes: [UInt8]) throws -> TensorFileError? {
    let path = try folder.write(bytes, "f")
    return #expect(throws: TensorFileError.self) { try IdxFile(path: path) }
  }

  private var path: String { folder.path("f") }

  static let elements: [(UInt8, [UInt8], Double)] = [
    (0x08, [200], 200), (0x09, bigEndian(Int8(-5)), -5), (0x0B, bigEndian(Int16(-500)), -500),
    (0x0C, bigEndian(Int32(-70000)), -70000), (0x0D, bigEndian(Float(0.1).bitPattern), Double(Float(0.1))),
    (0x0E, bigEndian(Double(0.1).bitPattern), 0.1),
  ]

  @Test("every element type is read, plain and gzipped", arguments: elements)
  func everyType(type: UInt8, element: [UInt8], value: Double) throws {
    let bytes = idxBytes(type: type, sides: [2, 1, 2], data: element + element + element + element)
    for stored in [bytes, gzipBytes(bytes)] {
      let path = try folder.write(stored, "f")
      #expect(try IdxFile.recognises(path))
      let file = try IdxFile(path: path)
      #expect(file.tensors[0].shape == [2, 1, 2])
      #expect(try file.values(of: file.tensors[0]) == [value, value, value, value])
    }
  }

  @Test func otherFilesAreNotRecognised() throws {
    for bytes: [UInt8] in [[0], [0, 0, 8], [0, 0, 0x0A, 1], [1, 0, 8, 1], Array("text".utf8)] {
      #expect(try !IdxFile.recognises(folder.write(bytes, "f")))
      #expect(try fault(bytes) == .wrongSignature(path: path, format: "IDX"))
    }
  }

  @Test("255 axes of 2^32 - 1 are refused before any allocation")
  func hugeShape() throws {
    let error = try fault(idxBytes(type: 0x0E, sides: Array(repeating: .max, count: 255), data: []))
    guard case .shapeOverflow = error else {
      Issue.record("wrong cause")
      return
    }
  }

  @Test("a gzipped header that announces more than deflate can expand to is refused before any allocation")
  func bomb() throws {
    let bytes = gzipBytes(idxBytes(type: 0x08, sides: [1_000_000_000], data: []))
    #expect(
      try fault(bytes)
        == .implausibleExpansion(
          path: path, tensor: "data", compressed: UInt64(bytes.count), announced: 1_000_000_000))
  }

  @Test("data shorter or longer than the header says is refused, plain and gzipped")
  func wrongSize() throws {
    let short = idxBytes(type: 0x08, sides: [4], data: [1, 2, 3])
    let long = idxBytes(type: 0x08, sides: [2], data: [1, 2, 3])
    #expect(try fault(short) == .truncated(path: path, part: "the data", needed: 12, found: 11))
    #expect(try fault(gzipBytes(short)) == .truncated(path: path, part: "the inflated data", needed: 12, found: 11))
    #expect(try fault(long) == .trailingBytes(path: path, expected: 10, found: 11))
    #expect(try fault(gzipBytes(long)) == .trailingBytes(path: path, expected: 10, found: 11))
  }

  @Test("a header that breaks off is refused")
  func shortHeader() throws {
    #expect(try fault([0, 0, 8, 2, 0, 0, 0, 1]) == .truncated(path: path, part: "the header", needed: 12, found: 8))
  }

  @Test("damaged gzip data is found by its checksum, a truncated one by its end")
  func damagedGzip() throws {
    let bytes = idxBytes(type: 0x08, sides: [3], data: [1, 2, 3])
    for damaged in [gzipBytes(bytes, checksum: 1), gzipBytes(bytes).dropLast(3), gzipBytes(bytes).dropLast(9)] {
      guard case .corruptData = try fault(Array(damaged)) else {
        Issue.record("wrong cause")
        return
      }
    }
  }
}
