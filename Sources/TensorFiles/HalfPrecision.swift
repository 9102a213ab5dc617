/// Widens an IEEE binary16, given by its bits; exact for every value, NaN stays NaN.
///
/// `Float(Float16)` is a library call on x86-64 without F16C and runs at 0.5 GB/s; these few operations have no branch, so
/// the compiler makes vector code of a loop over them. Read as a binary32, the shifted bits stand for the value times
/// 2¹⁵⁻¹²⁷, for subnormals too, and multiplying by a power of two is exact. Infinities and NaN get their exponent back.
@inline(__always)
func widenedHalf(_ bits: UInt16) -> Float {
  let sign = UInt32(bits & 0x8000) << 16
  let magnitude = UInt32(bits & 0x7FFF) << 13
  let value = Float(bitPattern: magnitude) * 0x1p112
  let special: UInt32 = magnitude >= 0x0F80_0000 ? 0x7F80_0000 : 0
  return Float(bitPattern: value.bitPattern | special | sign)
}
