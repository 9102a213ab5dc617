import TestSupport
import Testing

@testable import TensorFiles

/// Decodes one element per given value, in both byte orders.
private func decoded<Bits: FixedWidthInteger>(_ type: ElementType, _ bits: [Bits]) throws -> [[Double]] {
  try [ByteOrder.little, .big].map { order in
    let bytes = bits.flatMap { order == .little ? littleEndian($0) : bigEndian($0) }
    // An odd offset: nothing in a file is aligned.
    let tensor = try #require(
      StoredTensor(elementType: type, byteOrder: order, shape: [bits.count], offset: 1))
    return tensor.values(elements: 0..<bits.count, from: InMemoryBytes([0xFF] + bytes))
  }
}

@Suite struct ElementDecodingTests {
  @Test func floatingPointIsExact() throws {
    let doubles: [Double] = [0, -0.0, 1, -1.5, .pi, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity]
    for values in try decoded(.float64, doubles.map(\.bitPattern)) {
      #expect(values.map(\.bitPattern) == doubles.map(\.bitPattern))
    }
    let singles: [Float] = [0, -0.0, 1, -1.5, .pi, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -.infinity]
    for values in try decoded(.float32, singles.map(\.bitPattern)) { #expect(values == singles.map(Double.init)) }
    for values in try decoded(.bfloat16, singles.map { UInt16($0.bitPattern >> 16) }) {
      #expect(values == singles.map { Double(Float(bitPattern: $0.bitPattern & 0xFFFF_0000)) })
    }
  }

  @Test func everyHalfIsExact() throws {
    let bits = Array(UInt16.min...UInt16.max)
    for values in try decoded(.float16, bits) {
      let agree = zip(values, bits).allSatisfy { value, bits in
        let expected = Double(Float16(bitPattern: bits))
        return expected.isNaN ? value.isNaN : value.bitPattern == expected.bitPattern
      }
      #expect(agree)
    }
  }

  @Test func integersKeepTheirSign() throws {
    for values in try decoded(.int8, [Int8.min, -1, 0, .max]) { #expect(values == [-128, -1, 0, 127]) }
    for values in try decoded(.uint8, [UInt8.min, 1, .max]) { #expect(values == [0, 1, 255]) }
    for values in try decoded(.int16, [Int16.min, -1, .max]) { #expect(values == [-32768, -1, 32767]) }
    for values in try decoded(.uint16, [UInt16.max]) { #expect(values == [65535]) }
    for values in try decoded(.int32, [Int32.min, .max]) { #expect(values == [-2_147_483_648, 2_147_483_647]) }
    for values in try decoded(.uint32, [UInt32.max]) { #expect(values == [4_294_967_295]) }
    for values in try decoded(.int64, [Int64.min, -1, 1 << 53]) { #expect(values == [-0x1p63, -1, 0x1p53]) }
    for values in try decoded(.uint64, [UInt64.max, 1 << 53]) { #expect(values == [0x1p64, 0x1p53]) }
    for values in try decoded(.bool, [UInt8(0), 1, 2]) { #expect(values == [0, 1, 1]) }
  }
}
