import Synchronization

/// A NumPy archive (.npz): every member that ends in `.npy` is a tensor named without that ending.
///
/// Other members are listed with the stored type "archive member" and cannot be read. The last member that was read is
/// kept in memory, so that reading it in batches inflates it once.
package final class NpzFile: TensorFile {
  package let path: String
  package let tensors: [TensorDescription]
  private let stored: [String: (member: ZipArchive.Member, place: StoredTensor)]
  private let state: Mutex<State>

  private struct State {
    let archive: ZipArchive
    var last: (name: String, bytes: InMemoryBytes)?
  }

  /// Reads the archive's directory and the header of every array. O(number of members).
  ///
  /// - Throws: what opening a file throws; `wrongSignature`, `malformedArchive`, `duplicateTensor`, `encryptedMember`,
  ///   `unsupportedCompression`, `implausibleExpansion`, `sizeMismatch`, `corruptData`, and what an array header throws.
  package init(path: String) throws(TensorFileError) {
    let archive = try ZipArchive(path: path)
    var tensors: [TensorDescription] = []
    var stored: [String: (member: ZipArchive.Member, place: StoredTensor)] = [:]
    var names: Set<String> = []
    for member in archive.members {
      let name = member.name.hasSuffix(".npy") ? String(member.name.dropLast(4)) : member.name
      guard names.insert(name).inserted else { throw .duplicateTensor(path: path, tensor: name) }
      guard member.name.hasSuffix(".npy") else {
        tensors.append(.init(name: name, elementType: nil, storedType: "archive member", shape: [member.byteCount]))
        continue
      }
      let array = try Self.array(of: member, name: name, in: archive)
      tensors.append(array.description)
      if let place = array.stored { stored[name] = (member, place) }
    }
    self.path = path
    self.tensors = tensors
    self.stored = stored
    self.state = Mutex(State(archive: archive))
  }

  package func values(of tensor: TensorDescription, elements: Range<Int>) throws(TensorFileError) -> [Double] {
    let tensor = try self.tensor(named: tensor.name)
    _ = try readableType(of: tensor, path: path)
    guard let (member, place) = stored[tensor.name] else { preconditionFailure("a readable array without a place") }
    let bytes = try state.withLock { (state) throws(TensorFileError) -> InMemoryBytes in
      if let last = state.last, last.name == tensor.name { return last.bytes }
      // Before the next member is inflated: only one is ever held.
      state.last = nil
      let bytes = InMemoryBytes(try state.archive.contents(of: member, name: tensor.name))
      state.last = (tensor.name, bytes)
      return bytes
    }
    return place.values(elements: elements, from: bytes)
  }

  /// The catalogue's opener.
  static let open: @Sendable (String) throws(TensorFileError) -> any TensorFile = {
    (path) throws(TensorFileError) in try NpzFile(path: path)
  }

  /// Checks everything about a member that can be known before its bytes are inflated.
  private static func array(
    of member: ZipArchive.Member, name: String, in archive: ZipArchive
  ) throws(TensorFileError) -> NpyArray {
    let path = archive.path
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
    let prefix = try archive.prefix(of: member, name: name, limit: NpyHeader.prefixLimit)
    let array = try NpyArray(prefix: prefix, name: name, path: path, isMember: true)
    if let place = array.stored, place.byteRange.upperBound != member.byteCount {
      throw .sizeMismatch(path: path, tensor: name, expected: place.byteRange.upperBound, found: member.byteCount)
    }
    return array
  }
}

/// The most bytes that so many deflated ones can expand to: 1032 for one, and a kibibyte for short streams.
package func deflateLimit(compressed: Int) -> Int {
  let (product, overflow) = compressed.multipliedReportingOverflow(by: 1032)
  return overflow || product > .max - 1024 ? .max : product + 1024
}
