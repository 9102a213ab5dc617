/// The first bytes of an HDF5 file, read for clear errors: the library itself only says that it cannot open a file.
enum HDF5Superblock {
  /// Checks the signature and the file's announced end, so that addresses count from the file's first byte.
  ///
  /// - Throws: `wrongSignature`, `truncated`, `unsupportedVersion`, `malformedHeader`.
  static func check(_ bytes: [UInt8], byteCount: Int, path: String) throws(TensorFileError) {
    guard bytes.starts(with: [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]) else {
      throw .wrongSignature(path: path, format: "HDF5")
    }
    guard bytes.count >= prefixLength else {
      throw .truncated(path: path, part: "the superblock", needed: UInt64(prefixLength), found: byteCount)
    }
    let place = try layout(version: Int(bytes[8]), path: path)
    // Other sizes of addresses and lengths are allowed by the format and written by nobody.
    for offset in [place.sizes, place.sizes + 1] where bytes[offset] != 8 {
      throw .malformedHeader(
        path: path, tensor: nil, offset: offset, reason: "addresses or lengths of \(bytes[offset]) bytes, not 8")
    }
    // Base address, address of an extension or of free space, end of the file.
    guard bytes[place.base..<place.base + 8].allSatisfy({ $0 == 0 }) else {
      throw .malformedHeader(path: path, tensor: nil, offset: place.base, reason: "a base address that is not zero")
    }
    let end = bytes[place.base + 16..<place.base + 24].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard end <= UInt64(byteCount) else {
      throw .truncated(path: path, part: "HDF5 data", needed: end, found: byteCount)
    }
  }

  /// Enough for every version.
  static let prefixLength = 52

  private static func layout(version: Int, path: String) throws(TensorFileError) -> (sizes: Int, base: Int) {
    switch version {
    case 0: (13, 24)
    case 1: (13, 28)
    case 2, 3: (9, 12)
    default: throw .unsupportedVersion(path: path, version: version)
    }
  }
}
