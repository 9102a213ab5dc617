private import CZip
import Glibc

/// A ZIP archive opened for reading. This file wraps libzip. Not for use from several threads at once.
@safe final class ZipArchive {
  /// One entry of the central directory, as it stands there.
  struct Member {
    let index: UInt64
    let name: String
    let byteCount: Int
    let compressedByteCount: Int
    let method: Int
    let isEncrypted: Bool
    /// CRC-32 of the bytes.
    let checksum: UInt32
  }

  let path: String
  let members: [Member]
  /// The file in which the archive lies.
  var file: MappedFile { source.file }
  private let source: ZipByteSource
  private let handle: OpaquePointer

  /// Reads the central directory.
  ///
  /// - Throws: what opening a file throws; `wrongSignature`, `malformedArchive`.
  convenience init(path: String) throws(TensorFileError) {
    let file = try MappedFile(path: path)
    try self.init(file, range: 0..<file.byteCount, path: path)
  }

  /// Reads the central directory of an archive that is a part of a file.
  ///
  /// - Throws: `wrongSignature`, `malformedArchive`, `truncated`.
  init(_ file: MappedFile, range: Range<Int>, path: String) throws(TensorFileError) {
    source = ZipByteSource(file, range: range)
    let (handle, code) = unsafe source.open()
    guard let handle = unsafe handle else {
      guard code != ZIP_ER_NOZIP else {
        // A member's header in front, and no directory behind: the usual picture of a file that was cut short.
        let begins = file.bytes(range.lowerBound..<min(range.lowerBound + 4, range.upperBound)) == [0x50, 0x4B, 3, 4]
        throw begins
          ? .malformedArchive(path: path, reason: "its directory, which stands at the end, is missing: cut short?")
          : .wrongSignature(path: path, format: "a ZIP archive")
      }
      throw .malformedArchive(path: path, reason: Self.text(code))
    }
    do {
      members = unsafe try Self.members(of: handle, path: path, fileByteCount: range.count)
    } catch {
      unsafe zip_discard(handle)
      throw error
    }
    self.path = path
    unsafe self.handle = unsafe handle
  }

  deinit { unsafe zip_discard(handle) }

  /// The first bytes of a member, at most `limit`; the checksum is not verified. Errors call it by `name`.
  func prefix(of member: Member, name: String, limit: Int) throws(TensorFileError) -> [UInt8] {
    let stream = unsafe try open(member, name)
    defer { _ = unsafe zip_fclose(stream) }
    return unsafe try read(stream, name, count: min(limit, member.byteCount))
  }

  /// All bytes of a member, whose size and checksum are verified. Errors call it by `name`.
  func contents(of member: Member, name: String) throws(TensorFileError) -> [UInt8] {
    let stream = unsafe try open(member, name)
    defer { _ = unsafe zip_fclose(stream) }
    let bytes = unsafe try read(stream, name, count: member.byteCount)
    // libzip compares the checksum when it meets the end, so the end must be asked for.
    var extra: UInt8 = 0
    switch unsafe zip_fread(stream, &extra, 1) {
    case 0: return bytes
    case 1: throw .corruptData(path: path, tensor: name, reason: "more than \(member.byteCount) bytes")
    default: throw .corruptData(path: path, tensor: name, reason: unsafe Self.text(stream))
    }
  }

  /// Where in the file the bytes of a stored member lie. Errors call it by `name`.
  func place(of member: Member, name: String) throws(TensorFileError) -> Range<Int> {
    if member.byteCount == 0 { return source.range.lowerBound..<source.range.lowerBound }
    let first = try prefix(of: member, name: name, limit: 1)
    let start = source.lastRead
    guard member.byteCount <= source.range.upperBound - start, file.bytes(start..<start + 1) == first else {
      throw .truncated(
        path: path, part: "the member \(member.name)", needed: UInt64(member.byteCount),
        found: source.range.upperBound - start)
    }
    return start..<start + member.byteCount
  }

  /// Checks everything about a member that can be known before its bytes are read. Errors call it by `name`.
  ///
  /// - Throws: `encryptedMember`, `unsupportedCompression`, `implausibleExpansion`, `sizeMismatch`.
  func check(_ member: Member, name: String) throws(TensorFileError) {
    if member.isEncrypted { throw .encryptedMember(path: path, tensor: name) }
    switch member.method {
    case 0:
      guard member.byteCount == member.compressedByteCount else {
        throw .sizeMismatch(path: path, tensor: name, expected: member.byteCount, found: member.compressedByteCount)
      }
    case 8:
      guard member.byteCount <= deflateLimit(compressed: member.compressedByteCount) else {
        throw .implausibleExpansion(
          path: path, tensor: name, compressed: UInt64(member.compressedByteCount), announced: UInt64(member.byteCount))
      }
    default: throw .unsupportedCompression(path: path, tensor: name, method: member.method)
    }
  }

  /// Refuses a member that expands to far more memory than the file has bytes. Deflate reaches 1032 : 1, weights do not.
  ///
  /// - Throws: `memoryLimit`.
  func checkMemory(of member: Member) throws(TensorFileError) {
    let limit = TorchContents.memoryLimit(fileByteCount: file.byteCount)
    // Stored members are a part of the file.
    guard member.method == 0 || member.byteCount <= limit else { throw .memoryLimit(path: path, limit: limit) }
  }

  private func open(_ member: Member, _ name: String) throws(TensorFileError) -> OpaquePointer {
    guard let stream = unsafe zip_fopen_index(handle, member.index, 0) else {
      throw .corruptData(path: path, tensor: name, reason: unsafe String(cString: zip_strerror(handle)))
    }
    return unsafe stream
  }

  private func read(
    _ stream: OpaquePointer, _ name: String, count: Int
  ) throws(TensorFileError) -> [UInt8] {
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        // In parts: libzip 1.7 miscounts requests of 4 GiB and more.
        let step = unsafe zip_fread(stream, buffer.baseAddress! + filled, UInt64(min(count - filled, 1 << 30)))
        if step <= 0 { return }
        filled += Int(step)
      }
    }
    guard bytes.count == count else {
      let reason = unsafe Self.text(stream) + " (after \(bytes.count) of \(count) bytes)"
      throw .corruptData(path: path, tensor: name, reason: reason)
    }
    return bytes
  }

  private static func members(
    of handle: OpaquePointer, path: String, fileByteCount: Int
  ) throws(TensorFileError) -> [Member] {
    var members: [Member] = []
    for index in 0..<UInt64(max(0, unsafe zip_get_num_entries(handle, 0))) {
      var info = unsafe zip_stat_t()
      guard unsafe zip_stat_index(handle, index, 0, &info) == 0, let name = unsafe info.name else {
        throw .malformedArchive(path: path, reason: unsafe String(cString: zip_strerror(handle)))
      }
      let member = unsafe String(cString: name)
      guard let size = unsafe Int(exactly: info.size), let compressed = unsafe Int(exactly: info.comp_size),
        compressed <= fileByteCount
      else {
        throw unsafe .truncated(
          path: path, part: "the member \(member)", needed: info.comp_size, found: fileByteCount)
      }
      members.append(
        Member(
          index: index, name: member, byteCount: size, compressedByteCount: compressed,
          method: unsafe Int(info.comp_method), isEncrypted: unsafe info.encryption_method != 0,
          checksum: unsafe info.crc))
    }
    return members
  }

  private static func text(_ code: Int32) -> String {
    var error = unsafe zip_error_t()
    unsafe zip_error_init_with_code(&error, code)
    defer { unsafe zip_error_fini(&error) }
    return unsafe String(cString: zip_error_strerror(&error))
  }

  private static func text(_ stream: OpaquePointer) -> String { unsafe String(cString: zip_file_strerror(stream)) }
}
