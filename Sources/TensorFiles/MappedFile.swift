import Glibc

/// A regular file mapped read-only into memory. This file wraps the C library's open, fstat, mmap and madvise.
///
/// The size is taken once, when the file is opened. A file that is cut short while it is mapped raises SIGBUS on the
/// next access: checkpoints are replaced by rename, not truncated in place, so this is left to the operating system.
@safe package final class MappedFile: ByteSource, @unchecked Sendable {
  package let byteCount: Int
  /// 256 KiB: four times what one page fault brings in.
  static let shortestRelease = 1 << 18
  // Sendable: the mapping is read-only and lives as long as the object.
  private let base: UnsafeRawPointer

  /// Maps a file.
  ///
  /// - Throws: `notFound`, `isDirectory`, `notRegularFile`, `empty`, `unreadable`.
  package init(path: String) throws(TensorFileError) {
    let file = try openRegularFile(path)
    defer { _ = close(file.descriptor) }
    guard file.byteCount > 0 else { throw .empty(path: path) }
    let address = unsafe mmap(nil, file.byteCount, PROT_READ, MAP_PRIVATE, file.descriptor, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw .unreadable(path: path, reason: lastSystemError())
    }
    unsafe base = UnsafeRawPointer(address)
    byteCount = file.byteCount
  }

  deinit { _ = unsafe munmap(UnsafeMutableRawPointer(mutating: base), byteCount) }

  package func withBytes<Result>(_ range: Range<Int>, _ body: (RawSpan) -> Result) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= byteCount, "\(range) is outside of 0..<\(byteCount)")
    let buffer = unsafe UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
    return unsafe body(RawSpan(_unsafeBytes: buffer))
  }

  /// Takes the pages out of the process, so that its resident size follows the tensors in use and not the file.
  /// A later access fetches them again from the page cache.
  ///
  /// Short ranges stay: their neighbours share their pages, and a system call for each costs more than the conversion.
  package func release(_ range: Range<Int>) {
    if range.count < Self.shortestRelease { return }
    let page = sysconf(Int32(_SC_PAGESIZE))
    let start = range.lowerBound / page * page
    _ = unsafe madvise(UnsafeMutableRawPointer(mutating: base + start), range.upperBound - start, MADV_DONTNEED)
  }
}

/// Opens a regular file for reading and takes its size. The caller closes the descriptor.
///
/// - Throws: `notFound`, `isDirectory`, `notRegularFile`, `unreadable`.
func openRegularFile(_ path: String) throws(TensorFileError) -> (descriptor: Int32, byteCount: Int) {
  // O_NONBLOCK: opening a pipe would otherwise wait for a writer for ever.
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else {
    throw errno == ENOENT ? .notFound(path: path) : .unreadable(path: path, reason: lastSystemError())
  }
  var info = stat()
  let fault: TensorFileError
  if unsafe fstat(descriptor, &info) != 0 {
    fault = .unreadable(path: path, reason: lastSystemError())
  } else if info.st_mode & S_IFMT == S_IFDIR {
    fault = .isDirectory(path: path)
  } else if info.st_mode & S_IFMT != S_IFREG {
    fault = .notRegularFile(path: path)
  } else {
    return (descriptor, Int(info.st_size))
  }
  _ = close(descriptor)
  throw fault
}

/// The text for `errno`.
func lastSystemError() -> String { unsafe String(cString: strerror(errno)) }

/// True where a path names a regular file that can be opened.
package func isReadableFile(_ path: String) -> Bool {
  guard let file = try? openRegularFile(path) else { return false }
  return close(file.descriptor) == 0
}
