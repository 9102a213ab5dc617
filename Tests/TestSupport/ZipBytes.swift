/// A member of a ZIP archive that a test makes; every field may be a lie.
public struct ZipMember: Sendable {
  /// The name in the archive.
  public var name: String
  /// The bytes before compression.
  public var contents: [UInt8]
  /// 0 stored, 8 deflated; anything else stores the bytes as they are.
  public var method: UInt16
  /// Bit 0: encrypted.
  public var flags: UInt16 = 0
  /// The announced size before compression, if it is not the true one.
  public var announcedSize: UInt32?
  /// The announced checksum, if it is not the true one.
  public var checksum: UInt32?

  /// An honest member.
  public init(_ name: String, _ contents: [UInt8], method: UInt16 = 0) {
    self.name = name
    self.contents = contents
    self.method = method
  }

  var data: [UInt8] { method == 8 ? deflatedBytes(contents) : contents }

  /// The fields that local header and central directory share, from "version needed" to the length of "extra".
  var fields: [UInt8] {
    littleEndian(UInt16(20)) + littleEndian(flags) + littleEndian(method) + littleEndian(UInt32(0))
      + littleEndian(checksum ?? crc32(contents)) + littleEndian(UInt32(data.count))
      + littleEndian(announcedSize ?? UInt32(contents.count)) + littleEndian(UInt16(name.utf8.count))
      + littleEndian(UInt16(0))
  }
}

/// A ZIP archive.
public func zipBytes(_ members: [ZipMember]) -> [UInt8] {
  var archive: [UInt8] = []
  var directory: [UInt8] = []
  for member in members {
    let offset = UInt32(archive.count)
    archive += Array("PK\u{3}\u{4}".utf8) + member.fields + Array(member.name.utf8) + member.data
    directory += Array("PK\u{1}\u{2}".utf8) + littleEndian(UInt16(20)) + member.fields
    // Length of the comment, number of the disk, two kinds of attributes.
    directory += littleEndian(UInt16(0)) + littleEndian(UInt16(0)) + littleEndian(UInt16(0)) + littleEndian(UInt32(0))
    directory += littleEndian(offset) + Array(member.name.utf8)
  }
  let count = littleEndian(UInt16(members.count))
  let end = littleEndian(UInt32(directory.count)) + littleEndian(UInt32(archive.count)) + [0, 0]
  return archive + directory + Array("PK\u{5}\u{6}".utf8) + [0, 0, 0, 0] + count + count + end
}
