/// The value of a decimal number such as `-12.5e3`, correctly rounded, or nil where the bytes are anything else.
///
/// Neither hexadecimal numbers nor `nan` and `inf`, which `Double.init` takes, are allowed, nor what overflows. White
/// space around the number is.
func decimalNumber(_ field: ArraySlice<UInt8>) -> Double? {
  var bytes = field
  while let last = bytes.last, last == 0x20 || last == 0x09 { bytes = bytes.dropLast() }
  while let first = bytes.first, first == 0x20 || first == 0x09 { bytes = bytes.dropFirst() }
  if let value = shortDecimalNumber(bytes) { return value }
  let allowed = bytes.allSatisfy { byte in
    0x30...0x39 ~= byte || byte == 0x2B || byte == 0x2D || byte == 0x2E || byte | 0x20 == 0x65
  }
  guard allowed, !bytes.isEmpty, let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite else {
    return nil
  }
  return value
}

/// The quick way for up to 15 digits without exponent (Clinger, "How to read floating point numbers accurately", 1990):
/// digits and power of ten are both exact in `Double`, so that one division rounds correctly.
private func shortDecimalNumber(_ bytes: ArraySlice<UInt8>) -> Double? {
  let isNegative = bytes.first == 0x2D
  var digits = 0
  var digitCount = 0
  var scale = 1
  var hasPoint = false
  for byte in isNegative ? bytes.dropFirst() : bytes {
    if 0x30...0x39 ~= byte {
      digits = digits * 10 + Int(byte - 0x30)
      digitCount += 1
      if hasPoint { scale *= 10 }
    } else if byte == 0x2E && !hasPoint {
      hasPoint = true
    } else {
      return nil
    }
    if digitCount > 15 { return nil }
  }
  guard digitCount > 0 else { return nil }
  let value = Double(digits) / Double(scale)
  return isNegative ? -value : value
}
