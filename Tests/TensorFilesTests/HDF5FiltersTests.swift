import TestSupport
import Testing

@testable import TensorFiles

@Suite struct HDF5FiltersTests {
  private func filters(_ pipeline: HDF5Filters.Filter...) -> HDF5Filters {
    HDF5Filters(pipeline: pipeline, elementByteCount: 2)
  }

  /// zlib's frame: two bytes, deflate, Adler-32.
  private func zlibBytes(_ bytes: [UInt8]) -> [UInt8] {
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      a = (a + UInt32(byte)) % 65521
      b = (b + a) % 65521
    }
    return [0x78, 0x01] + deflatedBytes(bytes) + bigEndian(b << 16 | a)
  }

  @Test("shuffle: first the first bytes, then the second ones; a rest stays") func shuffle() {
    #expect(filters(.shuffle).undo([1, 3, 5, 2, 4, 6, 9], skipped: 0, byteCount: 7) == [1, 2, 3, 4, 5, 6, 9])
  }

  @Test("Fletcher's checksum of 1 2 3: (0x0102 + 0x0300, 0x0102 + 0x0402)") func fletcher() {
    #expect(HDF5Filters.fletcher32([1, 2, 3]) == 0x0504_0402)
    #expect(filters(.fletcher32).undo([1, 2, 3, 0x02, 0x04, 0x04, 0x05], skipped: 0, byteCount: 3) == [1, 2, 3])
    // As HDF5 1.6.2 wrote it.
    #expect(filters(.fletcher32).undo([1, 2, 3, 0x04, 0x02, 0x05, 0x04], skipped: 0, byteCount: 3) == [1, 2, 3])
    #expect(filters(.fletcher32).undo([1, 2, 4, 0x02, 0x04, 0x04, 0x05], skipped: 0, byteCount: 3) == nil)
  }

  @Test("deflate gives the announced bytes or nothing") func deflate() {
    let stored = zlibBytes([1, 2, 3, 4])
    #expect(filters(.deflate).undo(stored, skipped: 0, byteCount: 4) == [1, 2, 3, 4])
    #expect(filters(.shuffle, .deflate).undo(stored, skipped: 0, byteCount: 4) == [1, 3, 2, 4])
    for count in [3, 5, 100_000_000] { #expect(filters(.deflate).undo(stored, skipped: 0, byteCount: count) == nil) }
    #expect(filters(.deflate).undo(Array(stored.dropLast(5)), skipped: 0, byteCount: 4) == nil)
    #expect(filters(.deflate).undo([], skipped: 0, byteCount: 4) == nil)
  }

  @Test("filters that a chunk leaves out are not undone") func skipped() {
    #expect(filters(.shuffle, .deflate).undo([1, 3, 2, 4], skipped: 2, byteCount: 4) == [1, 2, 3, 4])
    #expect(filters(.shuffle, .deflate).undo([1, 2, 3, 4], skipped: 3, byteCount: 4) == [1, 2, 3, 4])
  }
}
