import TestSupport
import Testing

@testable import TensorFiles

@Suite struct MappedFileTests {
  @Test func bytesSurviveARelease() throws {
    let folder = try TemporaryFolder()
    let size = MappedFile.shortestRelease + 20000
    let contents = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
    let file = try MappedFile(path: folder.write(contents, "f"))
    #expect(file.byteCount == size)
    #expect(file.bytes(0..<size) == contents)
    for range in [5000..<15000, 5000..<size - 5000] {  // one that stays mapped, one that goes
      file.release(range)
      #expect(file.bytes(4990..<size - 4990) == Array(contents[4990..<size - 4990]))
    }
    #expect(file.bytes(size..<size).isEmpty)
  }

  @Test func readableMeansRegularAndThere() throws {
    let folder = try TemporaryFolder()
    #expect(isReadableFile(try folder.write([], "f")))
    #expect(!isReadableFile(folder.path("none")))
    #expect(!isReadableFile(folder.path("")))
  }
}
