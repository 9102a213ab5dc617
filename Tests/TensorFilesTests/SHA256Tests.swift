import TensorFiles
import TestSupport
import Testing

@Suite struct SHA256Tests {
  @Test func theStandardsExamples() throws {
    let folder = try TemporaryFolder()
    // FIPS 180-2, appendix B, and the empty message.
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    let million = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    #expect(try sha256(ofFile: folder.write([], "empty")) == empty)
    #expect(try sha256(ofFile: folder.write("abc", "abc")) == abc)
    #expect(try sha256(ofFile: folder.write(String(repeating: "a", count: 1_000_000), "million")) == million)
    #expect(try sha256(ofFiles: [folder.write("a", "1"), folder.write("bc", "2")]) == abc)
  }

  @Test func aMissingFileIsNamed() throws {
    let path = try TemporaryFolder().path("none")
    #expect(throws: TensorFileError.notFound(path: path)) { try sha256(ofFile: path) }
  }
}
