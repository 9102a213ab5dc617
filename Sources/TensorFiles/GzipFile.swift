private import CZlib
import Glibc

/// A file read from front to back, inflated on the way if it is gzipped. This file wraps zlib's gz functions.
///
/// Memory is bounded by what the caller asks for, however far the file expands.
@safe package final class GzipFile {
  /// The path, for messages.
  package let path: String
  /// The size on disk, in bytes.
  package let storedByteCount: Int
  private let handle: gzFile

  /// Opens a file, compressed or not.
  ///
  /// - Throws: `notFound`, `isDirectory`, `notRegularFile`, `empty`, `unreadable`.
  package init(path: String) throws(TensorFileError) {
    let file = try openRegularFile(path)
    guard file.byteCount > 0, let handle = unsafe gzdopen(file.descriptor, "rb") else {
      _ = close(file.descriptor)
      throw file.byteCount > 0 ? .unreadable(path: path, reason: "zlib is out of memory") : .empty(path: path)
    }
    unsafe gzbuffer(handle, 1 << 17)
    self.path = path
    self.storedByteCount = file.byteCount
    unsafe self.handle = unsafe handle
  }

  deinit { unsafe gzclose_r(handle) }

  /// True where the file begins like gzip and is inflated.
  package var isCompressed: Bool { unsafe gzdirect(handle) == 0 }

  /// The next bytes: as many as asked for, or fewer at the end of the data.
  ///
  /// - Throws: `corruptData` where the compressed data breaks off or its checksum is another.
  package func read(upTo limit: Int) throws(TensorFileError) -> [UInt8] {
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, filled in
      while filled < limit {
        let part = UInt32(min(limit - filled, 1 << 24))
        let step = unsafe gzread(handle, buffer.baseAddress! + filled, part)
        if step <= 0 { return }
        filled += Int(step)
      }
    }
    if bytes.count < limit {
      var code: Int32 = Z_OK
      let message = unsafe gzerror(handle, &code)
      guard code == Z_OK || code == Z_STREAM_END else {
        let reason = unsafe message.map { unsafe String(cString: $0) } ?? "zlib error \(code)"
        throw .corruptData(path: path, tensor: nil, reason: reason)
      }
    }
    return bytes
  }
}
