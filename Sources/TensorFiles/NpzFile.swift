/// A NumPy archive (.npz): every member that ends in `.npy` is a tensor named without that ending.
///
/// Other members are listed with the stored type "archive member" and cannot be read.
package final class NpzFile: TensorFile {
  package let path: String
  package let tensors: [TensorDescription]
  private let stored: [String: (member: ZipArchive.Member, place: StoredTensor)]
  private let members: ArchiveMembers

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
    self.members = ArchiveMembers(archive)
  }

  package func values(of tensor: TensorDescription, elements: Range<Int>) throws(TensorFileError) -> [Double] {
    // First by hash: a search of the list for each of its members would be quadratic.
    guard let (member, place) = stored[tensor.name] else {
      _ = try readableType(of: try self.tensor(named: tensor.name), path: path)
      preconditionFailure("a readable array without a place")
    }
    return try members.values(of: place, in: member, name: tensor.name, elements: elements)
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
    try archive.check(member, name: name)
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
