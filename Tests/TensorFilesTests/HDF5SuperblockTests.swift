import TestSupport
import Testing

@testable import TensorFiles

@Suite struct HDF5SuperblockTests {
  private let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]

  private func oldest(sizes: [UInt8] = [8, 8], base: UInt64 = 0, end: UInt64) -> [UInt8] {
    signature + [0, 0, 0, 0, 0] + sizes + [0, 4, 0, 16, 0, 0, 0, 0, 0] + littleEndian(base) + littleEndian(UInt64.max)
      + littleEndian(end) + [UInt8](repeating: 0, count: 24)
  }

  private func newest(version: UInt8 = 2, end: UInt64) -> [UInt8] {
    signature + [version, 8, 8, 0] + littleEndian(UInt64(0)) + littleEndian(UInt64.max) + littleEndian(end)
      + [UInt8](repeating: 0, count: 16)
  }

  private func fault(_ bytes: [UInt8], byteCount: Int = 100) -> TensorFileError? {
    do throws(TensorFileError) {
      _ = try HDF5Superblock(bytes, byteCount: byteCount, path: "p")
      return nil
    } catch { return error }
  }

  @Test("both frames are read up to the end of the file") func ends() {
    for bytes in [oldest(end: 100), newest(end: 100), newest(version: 3, end: 99)] { #expect(fault(bytes) == nil) }
    for bytes in [oldest(end: 101), newest(end: 101)] {
      #expect(fault(bytes) == .truncated(path: "p", part: "HDF5 data", needed: 101, found: 100))
    }
    #expect(fault(oldest(end: .max)) == .truncated(path: "p", part: "HDF5 data", needed: .max, found: 100))
  }

  @Test("the root group's place: at byte 64 of the oldest frame, at 36 of the newest") func root() throws {
    var old = oldest(end: 100)
    old[64] = 96
    var new = newest(end: 100)
    new[36] = 48
    #expect(try HDF5Superblock(old, byteCount: 100, path: "p").root == 96)
    #expect(try HDF5Superblock(new, byteCount: 100, path: "p").root == 48)
    new[37] = 1
    guard case .malformedHeader? = fault(new) else {
      Issue.record("accepted a root beyond the end")
      return
    }
  }

  @Test("other signatures, versions, sizes and base addresses are refused") func refused() {
    #expect(fault(Array("PK\u{3}\u{4}".utf8)) == .wrongSignature(path: "p", format: "HDF5"))
    #expect(fault(newest(version: 9, end: 1)) == .unsupportedVersion(path: "p", version: 9))
    #expect(fault(signature) == .truncated(path: "p", part: "the superblock", needed: 72, found: 100))
    for bytes in [oldest(sizes: [4, 8], end: 1), oldest(sizes: [8, 4], end: 1), oldest(base: 512, end: 1)] {
      guard case .malformedHeader? = fault(bytes) else {
        Issue.record("accepted")
        continue
      }
    }
  }
}
