import Testing

@testable import TensorFiles

@Suite struct HalfPrecisionTests {
  @Test func all65536PatternsAgreeWithFloat16() {
    for bits in UInt16.min...UInt16.max {
      let expected = Float(Float16(bitPattern: bits))
      let actual = widenedHalf(bits)
      let agrees = expected.isNaN ? actual.isNaN : actual.bitPattern == expected.bitPattern
      #expect(agrees, "bits \(bits): \(actual), not \(expected)")
    }
  }
}
