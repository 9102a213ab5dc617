/// A safetensors file: the input up to the brace that closes the header, and white space after it, get the right length
/// in front; the rest is data.
func safetensors(_ input: [UInt8]) -> [UInt8] {
  var end = closingBrace(input).map { $0 + 1 } ?? input.count
  while end < input.count, input[end] == UInt8(ascii: " ") { end += 1 }
  return littleEndian(UInt64(end)) + input
}

/// Where the first JSON object ends.
private func closingBrace(_ text: [UInt8]) -> Int? {
  var (depth, isQuoted, isEscaped) = (0, false, false)
  for (place, byte) in text.enumerated() {
    if isEscaped {
      isEscaped = false
      continue
    }
    switch byte {
    case UInt8(ascii: "\\"): isEscaped = isQuoted
    case UInt8(ascii: "\""): isQuoted.toggle()
    case UInt8(ascii: "{") where !isQuoted: depth += 1
    case UInt8(ascii: "}") where !isQuoted:
      depth -= 1
      if depth <= 0 { return place }
    default: break
    }
  }
  return nil
}

/// A NumPy archive with the input as its only array.
func npz(_ input: [UInt8]) -> [UInt8] { zipBytes([ZipMember("W0.npy", input)]) }

/// A torch archive with the input as its pickle, and storages of 4 KB under the keys that torch.save gives.
func torch(_ input: [UInt8]) -> [UInt8] {
  zipBytes([ZipMember("archive/data.pkl", input)] + furtherMembers)
}

private let furtherMembers: [ZipMember] = {
  let storages = (0..<6).map { ("archive/data/\($0)", [UInt8](repeating: 0x3C, count: 4096)) }
  let texts = [("archive/byteorder", Array("little".utf8)), ("archive/version", Array("3\n".utf8))]
  return (texts + storages).map { name, contents in
    var member = ZipMember(name, contents)
    member.checksum = crc32(contents)  // once, not with every input
    return member
  }
}()
