private import CCrypto
import Glibc

// This file wraps OpenSSL's message digest.

/// The SHA-256 digest of a file in lower-case hexadecimal, as `sha256sum` prints it.
///
/// Reads 1 MiB at a time and maps nothing: O(size) time, O(1) memory.
///
/// - Throws: `notFound`, `isDirectory`, `notRegularFile`, `unreadable`.
public func sha256(ofFile path: String) throws(TensorFileError) -> String {
  try sha256(ofFiles: [path])
}

/// The SHA-256 digest of several files after one another, as `cat a b | sha256sum` prints it.
///
/// - Throws: `notFound`, `isDirectory`, `notRegularFile`, `unreadable`.
public func sha256(ofFiles paths: [String]) throws(TensorFileError) -> String {
  guard let context = unsafe EVP_MD_CTX_new() else { preconditionFailure("OpenSSL is out of memory") }
  defer { unsafe EVP_MD_CTX_free(context) }
  let started = unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil)
  precondition(started == 1, "this OpenSSL has no SHA-256")
  for path in paths {
    unsafe try forEachChunk(ofFile: path) { chunk in
      let updated = unsafe EVP_DigestUpdate(context, chunk.baseAddress, chunk.count)
      precondition(updated == 1, "SHA-256 accepts any input")
    }
  }
  var digest = [UInt8](repeating: 0, count: 32)
  let finished = unsafe digest.withUnsafeMutableBufferPointer {
    unsafe EVP_DigestFinal_ex(context, $0.baseAddress, nil)
  }
  precondition(finished == 1, "SHA-256 always ends")
  return digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
}

private func forEachChunk(
  ofFile path: String, _ body: (UnsafeRawBufferPointer) -> Void
) throws(TensorFileError) {
  let descriptor = try openRegularFile(path).descriptor
  defer { _ = close(descriptor) }
  let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
  defer { unsafe buffer.deallocate() }
  while true {
    let count = unsafe read(descriptor, buffer.baseAddress, buffer.count)
    if count < 0 && errno == EINTR { continue }
    if count < 0 { throw .unreadable(path: path, reason: lastSystemError()) }
    if count == 0 { return }
    unsafe body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
  }
}
