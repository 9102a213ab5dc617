import Testing

@testable import Datasets

@Suite struct CompactNumbersTests {
  @Test(
    "the narrowest type that is exact holds the numbers",
    arguments: [
      ([0, 255, 7], 1), ([0, 256], 4), ([1, -1, 0.5], 4), ([3, -0.0], 4), ([0, 0.5, 0.1], 8), ([200, 1e300], 8),
      ([16_777_217, 1], 8),
    ])
  func width(values: [Double], byteCount: Int) {
    var numbers = CompactNumbers()
    for value in values { numbers.append(value) }
    #expect(numbers.elementByteCount == byteCount)
    #expect(numbers.count == values.count)
    #expect(numbers.values(0..<values.count).map(\.bitPattern) == values.map(\.bitPattern))
    #expect(numbers.values(1..<2) == [values[1]])
  }
}
