/// The first bytes of an HDF5 file.
struct HDF5Superblock {
  /// Where the root group's header lies.
  let root: Int

  /// Enough for every version.
  static let prefixLength = 96

  /// Reads and checks the first bytes, so that addresses count from the file's first byte.
  ///
  /// - Throws: `wrongSignature`, `truncated`, `unsupportedVersion`, `malformedHeader`.
  init(_ bytes: [UInt8], byteCount: Int, path: String) throws(TensorFileError) {
    guard bytes.starts(with: [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]) else {
      throw .wrongSignature(path: path, format: "HDF5")
    }
    let place = try Self.layout(version: bytes.count > 8 ? Int(bytes[8]) : 0, path: path)
    guard bytes.count >= place.root + 8 else {
      throw .truncated(path: path, part: "the superblock", needed: UInt64(place.root + 8), found: byteCount)
    }
    func fault(_ offset: Int, _ reason: String) -> TensorFileError {
      .malformedHeader(path: path, tensor: nil, offset: offset, reason: reason)
    }
    // Other sizes of addresses and lengths are allowed by the format and written by nobody.
    for offset in [place.sizes, place.sizes + 1] where bytes[offset] != 8 {
      throw fault(offset, "addresses or lengths of \(bytes[offset]) bytes, not 8")
    }
    func number(_ offset: Int) -> UInt64 {
      bytes[offset..<offset + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    // Base address, address of an extension or of free space, end of the file.
    guard number(place.base) == 0 else { throw fault(place.base, "a base address that is not zero") }
    let end = number(place.base + 16)
    guard end <= UInt64(byteCount) else {
      throw .truncated(path: path, part: "HDF5 data", needed: end, found: byteCount)
    }
    guard let root = Int(exactly: number(place.root)), root < byteCount else {
      throw fault(place.root, "a root group beyond the end of the file")
    }
    self.root = root
  }

  private static func layout(
    version: Int, path: String
  ) throws(TensorFileError) -> (sizes: Int, base: Int, root: Int) {
    switch version {
    case 0: (13, 24, 64)
    case 1: (13, 28, 68)
    case 2, 3: (9, 12, 36)
    default: throw .unsupportedVersion(path: path, version: version)
    }
  }
}
