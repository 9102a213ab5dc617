private import CZip
import Glibc

/// A part of a mapped file as libzip reads it, through callbacks. This file wraps libzip's sources.
///
/// libzip does not tell where a member's bytes lie. It reads them through this object, which notes where: a stored member
/// can then be decoded straight from the mapping.
@safe final class ZipByteSource {
  /// The file.
  let file: MappedFile
  /// The archive within the file.
  let range: Range<Int>
  /// Where in the file the last read began.
  private(set) var lastRead = 0
  private var position = 0

  init(_ file: MappedFile, range: Range<Int>) {
    self.file = file
    self.range = range
  }

  /// Opens the archive. The caller keeps this object as long as the handle.
  func open() -> (handle: OpaquePointer?, errorCode: Int32) {
    var error = unsafe zip_error_t()
    unsafe zip_error_init(&error)
    defer { unsafe zip_error_fini(&error) }
    let object = unsafe Unmanaged.passUnretained(self).toOpaque()
    guard let source = unsafe zip_source_function_create(Self.callback, object, &error) else {
      return unsafe (nil, error.zip_err)
    }
    let handle = unsafe zip_open_from_source(source, ZIP_RDONLY, &error)
    if unsafe handle == nil { unsafe zip_source_free(source) }
    return unsafe (handle, error.zip_err)
  }

  private static let callback: zip_source_callback = { object, data, length, command in
    guard let object = unsafe object else { return -1 }
    return unsafe Unmanaged<ZipByteSource>.fromOpaque(object).takeUnretainedValue().answer(command, data, length)
  }

  private func answer(_ command: zip_source_cmd_t, _ data: UnsafeMutableRawPointer?, _ length: UInt64) -> Int64 {
    switch command {
    case ZIP_SOURCE_OPEN:
      position = 0
      return 0
    case ZIP_SOURCE_READ: return unsafe read(into: data, length)
    case ZIP_SOURCE_SEEK:
      var error = unsafe zip_error_t()
      unsafe zip_error_init(&error)
      defer { unsafe zip_error_fini(&error) }
      let place = unsafe zip_source_seek_compute_offset(
        UInt64(position), UInt64(range.count), data, length, &error)
      guard 0...Int64(range.count) ~= place else { return -1 }
      position = Int(place)
      return 0
    case ZIP_SOURCE_TELL: return Int64(position)
    case ZIP_SOURCE_STAT:
      guard let info = unsafe data?.assumingMemoryBound(to: zip_stat_t.self) else { return -1 }
      unsafe zip_stat_init(info)
      unsafe info.pointee.size = UInt64(range.count)
      unsafe info.pointee.valid |= UInt64(ZIP_STAT_SIZE)
      return Int64(unsafe MemoryLayout<zip_stat_t>.size)
    case ZIP_SOURCE_ERROR:
      unsafe data?.storeBytes(of: (ZIP_ER_READ, EIO), as: (Int32, Int32).self)
      return 8
    case ZIP_SOURCE_SUPPORTS: return Self.supported
    case ZIP_SOURCE_CLOSE, ZIP_SOURCE_FREE: return 0
    default: return -1
    }
  }

  private func read(into data: UnsafeMutableRawPointer?, _ length: UInt64) -> Int64 {
    guard let data = unsafe data else { return -1 }
    let count = Int(min(length, UInt64(range.count - position)))
    lastRead = range.lowerBound + position
    file.withBytes(lastRead..<lastRead + count) { bytes in
      unsafe bytes.withUnsafeBytes {
        unsafe UnsafeMutableRawBufferPointer(start: data, count: count).copyMemory(from: $0)
      }
    }
    position += count
    return Int64(count)
  }

  /// A bit for each command.
  private static let supported: Int64 = [
    ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
    ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_SUPPORTS,
  ].reduce(0) { $0 | 1 << Int64($1.rawValue) }
}
