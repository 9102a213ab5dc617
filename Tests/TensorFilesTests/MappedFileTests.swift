import TestSupport
import Testing

@testable import TensorFiles

@Suite struct MappedFileTests {
  @Test func bytesSurviveARelease() throws {
    let folder = try TemporaryFolder()
    let contents = (0..<20000).map { UInt8(truncatingIfNeeded: $0) }
    let file = try MappedFile(path: folder.write(contents, "f"))
    #expect(file.byteCount == 20000)
    #expect(file.bytes(0..<20000) == contents)
    file.release(5000..<15000)
    #expect(file.bytes(4990..<15010) == Array(contents[4990..<15010]))
    #expect(file.bytes(20000..<20000).isEmpty)
  }

  @Test func readableMeansRegularAndThere() throws {
    let folder = try TemporaryFolder()
    #expect(isReadableFile(try folder.write([], "f")))
    #expect(!isReadableFile(folder.path("none")))
    #expect(!isReadableFile(folder.path("")))
  }
}
