import Testing

@testable import TensorFiles

@Suite struct StoredTensorTests {
  private let bytes = InMemoryBytes(Array(0..<24))

  @Test func columnsFirstIsDeliveredByRows() throws {
    let tensor = try #require(StoredTensor(elementType: .uint8, shape: [2, 3, 4], byColumns: true, offset: 0))
    #expect(tensor.strides == [1, 2, 6])
    var expected: [Double] = []
    for i in 0..<2 {
      for j in 0..<3 {
        for k in 0..<4 { expected.append(Double(i + 2 * j + 6 * k)) }
      }
    }
    for start in 0...24 {
      for end in start...24 {
        #expect(tensor.values(elements: start..<end, from: bytes) == Array(expected[start..<end]))
      }
    }
  }

  @Test("thousands of axes of side 1 do not multiply the work") func sidesOfOne() throws {
    let ones = [Int](repeating: 1, count: 5000)
    let shape = ones + [2] + ones + [3] + ones
    let tensor = try #require(StoredTensor(elementType: .uint8, shape: shape, byColumns: true, offset: 0))
    var runs: [[Int]] = []
    tensor.forEachRun(in: 1..<6) { runs.append([$0.start, $0.stride, $0.count]) }
    // One run for each of the two rows: along the axis of side 3, not along the last one.
    #expect(runs == [[2, 2, 2], [1, 2, 3]])
    #expect(tensor.values(elements: 0..<6, from: bytes) == [0, 2, 4, 1, 3, 5])
  }

  @Test func aStrideOfZeroRepeatsARow() throws {
    let tensor = try #require(StoredTensor(elementType: .uint8, shape: [2, 3], strides: [0, 2], offset: 1))
    #expect(tensor.byteRange == 1..<6)
    #expect(tensor.values(elements: 0..<6, from: bytes) == [1, 3, 5, 1, 3, 5])
  }

  @Test func scalarsAndEmptyTensors() throws {
    let scalar = try #require(StoredTensor(elementType: .uint8, shape: [], offset: 23))
    #expect(scalar.values(elements: 0..<1, from: bytes) == [23])
    let empty = try #require(StoredTensor(elementType: .float64, shape: [3, 0], byColumns: true, offset: 24))
    #expect(empty.values(elements: 0..<0, from: bytes).isEmpty)
  }

  @Test("places that overflow are refused")
  func overflow() {
    #expect(StoredTensor(elementType: .uint8, shape: [.max, 2], offset: 0) == nil)
    #expect(StoredTensor(elementType: .float64, shape: [.max], offset: 0) == nil)
    #expect(StoredTensor(elementType: .uint8, shape: [8], offset: .max) == nil)
    #expect(StoredTensor(elementType: .uint8, shape: [2], strides: [.max], offset: 0) == nil)
    #expect(StoredTensor(elementType: .uint8, shape: [3], strides: [.max], offset: 0) == nil)
    #expect(StoredTensor(elementType: .uint8, shape: [2], strides: [-1], offset: 0) == nil)
    #expect(StoredTensor(elementType: .uint8, shape: [-1], offset: 0) == nil)
    #expect(StoredTensor(elementType: .uint8, shape: [2], strides: [1, 1], offset: 0) == nil)
  }
}
