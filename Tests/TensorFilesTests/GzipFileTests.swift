import TestSupport
import Testing

@testable import TensorFiles

@Suite struct GzipFileTests {
  private let contents = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 / 7) }

  @Test("plain and gzipped files give the same bytes, in parts of any size", arguments: [false, true])
  func parts(isCompressed: Bool) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(isCompressed ? gzipBytes(contents) : contents, "f")
    for size in [1000, 99_999, 100_000, 1_000_000] {
      let file = try GzipFile(path: path)
      var bytes: [UInt8] = []
      while true {
        let part = try file.read(upTo: size)
        bytes += part
        if part.count < size { break }
      }
      #expect(bytes == contents)
      #expect(file.isCompressed == isCompressed)
      #expect(try file.read(upTo: 1).isEmpty)
    }
  }

  @Test("a gzip file that breaks off gives an error, not a short read")
  func truncated() throws {
    let folder = try TemporaryFolder()
    let whole = gzipBytes(Array(contents[..<20]))
    for count in 11..<whole.count {
      let file = try GzipFile(path: folder.write(Array(whole[..<count]), "f"))
      #expect(throws: TensorFileError.self, "\(count) bytes") { try file.read(upTo: 100) }
    }
  }
}
