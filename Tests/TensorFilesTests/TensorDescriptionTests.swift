import Testing

@testable import TensorFiles

@Suite struct TensorDescriptionTests {
  @Test(arguments: [([], 1), ([0], 0), ([3, 0, 5], 0), ([2, 3, 4], 24), ([.max], Int.max), ([.max, 1], .max)])
  func elementCounts(shape: [Int], count: Int) {
    #expect(TensorDescription(name: "t", elementType: .float32, storedType: "F32", shape: shape).elementCount == count)
  }

  @Test("shapes that overflow have no count, even if a later side is zero")
  func overflow() {
    #expect(checkedElementCount([.max, 2]) == nil)
    #expect(checkedElementCount([.max, 2, 0]) == nil)
    #expect(checkedElementCount([-1]) == nil)
    #expect(checkedElementCount([0, -1]) == nil)
  }
}
