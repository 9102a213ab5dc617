import Testing

@testable import MatrixNorms

@Suite struct MatrixProductTests {
  @Test("1 + (1 2; 3 4; 5 6)ᵀ(1 0 2; 0 1 1; 1 1 0) = 1 + (6 8 5; 8 10 8)") func transposeTimes() {
    var sum = Matrix(rows: 2, columns: 3, repeating: 1)
    sum.add(transposeOf: Matrix([[1, 2], [3, 4], [5, 6]]), times: Matrix([[1, 0, 2], [0, 1, 1], [1, 1, 0]]))
    #expect(sum == Matrix([[7, 9, 6], [9, 11, 9]]))
  }
}
