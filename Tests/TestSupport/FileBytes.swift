/// The bytes of a fixed-width integer, least significant first.
public func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian, Array.init)
}

/// The bytes of a fixed-width integer, most significant first.
public func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.bigEndian, Array.init) }

/// A safetensors file with any header and data; the header's length may be a lie.
public func safetensorsBytes(header: String, data: [UInt8] = [], headerLength: UInt64? = nil) -> [UInt8] {
  littleEndian(headerLength ?? UInt64(header.utf8.count)) + Array(header.utf8) + data
}

/// A .npy file with any header text and data.
public func npyBytes(
  descr: String = "'<f4'", fortran: String = "False", shape: String, data: [UInt8] = [], version: UInt8 = 1
) -> [UInt8] {
  npyBytes(header: "{'descr': \(descr), 'fortran_order': \(fortran), 'shape': \(shape), }\n", data, version: version)
}

/// A .npy file with any header text and data; the header's length may be a lie.
public func npyBytes(header: String, _ data: [UInt8] = [], version: UInt8 = 1, length: Int? = nil) -> [UInt8] {
  let count = length ?? header.utf8.count
  return [0x93] + Array("NUMPY".utf8) + [version, 0]
    + (version == 1 ? littleEndian(UInt16(count)) : littleEndian(UInt32(count))) + Array(header.utf8) + data
}

/// An IDX file.
public func idxBytes(type: UInt8, sides: [UInt32], data: [UInt8]) -> [UInt8] {
  [0, 0, type, UInt8(sides.count)] + sides.flatMap { bigEndian($0) } + data
}

/// A gzip file that holds the bytes in stored blocks.
public func gzipBytes(_ bytes: [UInt8], checksum: UInt32? = nil) -> [UInt8] {
  [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] + deflatedBytes(bytes) + littleEndian(checksum ?? crc32(bytes))
    + littleEndian(UInt32(truncatingIfNeeded: bytes.count))
}

/// A deflate stream of stored blocks.
public func deflatedBytes(_ bytes: [UInt8]) -> [UInt8] {
  var result: [UInt8] = []
  var rest = bytes[...]
  repeat {
    let block = rest.prefix(65535)
    rest = rest.dropFirst(block.count)
    let count = UInt16(block.count)
    result += [rest.isEmpty ? 1 : 0] + littleEndian(count) + littleEndian(~count) + block
  } while !rest.isEmpty
  return result
}

/// The checksum of ZIP and gzip.
public func crc32(_ bytes: [UInt8]) -> UInt32 {
  var crc = UInt32.max
  for byte in bytes {
    crc ^= UInt32(byte)
    for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
  }
  return ~crc
}
