import Glibc

/// A file in memory that is overwritten with every input; the readers open by path.
final class ScratchFile: Sendable {
  let path: String

  /// A file of this name in a folder of this process, with other files, which hold a few zeros, beside it.
  init(named name: String, beside companions: [String]) {
    let parent = getenv("GAPBOUND_FUZZ_SCRATCH").map { String(cString: $0) } ?? "/dev/shm"
    let folder = "\(parent)/gapbound-fuzz-\(getpid())"
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { fatalError("cannot make \(folder)") }
    path = "\(folder)/\(name)"
    for companion in companions { Self.write([UInt8](repeating: 0, count: 4096), to: "\(folder)/\(companion)") }
  }

  /// Replaces the file's contents. Truncated in place: nothing has it mapped between two inputs.
  func replace(by bytes: [UInt8]) { Self.write(bytes, to: path) }

  private static func write(_ bytes: [UInt8], to path: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0, Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      fatalError("cannot write \(path)")
    }
    close(descriptor)
  }
}
