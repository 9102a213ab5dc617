import TestSupport
import Testing

@testable import MatrixNorms

@Suite struct BLASScalarTests {
  @Test(
    "(1 2; 3 4)·(5 6; 7 8) = (19 22; 43 50), and with either or both transposed; C := AB + 2C", arguments: [0.0, 2])
  func products(_ β: Double) {
    let (a, b) = ([9, 1, 2, 3, 4.0], [9, 9, 5, 6, 7, 8.0])
    let (A, B) = (MatrixBlock(offset: 1, rows: 2, columns: 2), MatrixBlock(offset: 2, rows: 2, columns: 2))
    let expected: [([Double], Bool, Bool)] = [
      ([19, 22, 43, 50], false, false), ([26, 30, 38, 44], true, false), ([17, 23, 39, 53], false, true),
      ([23, 31, 34, 46], true, true),
    ]
    for (product, aIsTransposed, bIsTransposed) in expected {
      var c = [1, 1, 1, 1, 1, 1.0]
      Double.multiply(
        a, A, transposed: aIsTransposed, by: b, B, transposed: bIsTransposed, into: &c,
        MatrixBlock(offset: 1, rows: 2, columns: 2), keeping: β)
      #expect(c == [1] + product.map { $0 + β } + [1])
      var f: [Float] = [1, 1, 1, 1, 1, 1]
      Float.multiply(
        a.map(Float.init), A, transposed: aIsTransposed, by: b.map(Float.init), B, transposed: bIsTransposed, into: &f,
        MatrixBlock(offset: 1, rows: 2, columns: 2), keeping: Float(β))
      #expect(f.map(Double.init) == c)
    }
  }

  /// Whole numbers below 2⁷ and sums of at most 7 products are exact in both precisions.
  @Test("unequal sides, against loops", arguments: [(1, 1, 7), (3, 5, 2), (6, 1, 4), (1, 4, 1)])
  func shapes(_ n: Int, _ m: Int, _ k: Int) {
    var g = SeededGenerator(seed: UInt64(n * 100 + m * 10 + k))
    func numbers(_ count: Int) -> [Double] { (0..<count).map { _ in Double(Int.random(in: -100...100, using: &g)) } }
    let (a, b) = (numbers(n * k), numbers(k * m))
    let expected = (0..<n * m).map { e in (0..<k).reduce(0.0) { $0 + a[e / m * k + $1] * b[$1 * m + e % m] } }
    var c = Array(repeating: Double.nan, count: n * m)
    Double.multiply(
      a, MatrixBlock(rows: n, columns: k), transposed: false, by: b, MatrixBlock(rows: k, columns: m),
      transposed: false,
      into: &c, MatrixBlock(rows: n, columns: m), keeping: 0)
    // With β = 0 what stood in C does not matter, not even a NaN.
    #expect(c == expected)
    let bTransposed = (0..<m * k).map { b[$0 % k * m + $0 / k] }
    var f = Array(repeating: Float.nan, count: n * m)
    Float.multiply(
      a.map(Float.init), MatrixBlock(rows: n, columns: k), transposed: false, by: bTransposed.map(Float.init),
      MatrixBlock(rows: m, columns: k), transposed: true, into: &f, MatrixBlock(rows: n, columns: m), keeping: 0)
    #expect(f.map(Double.init) == expected)
  }

  @Test("without inner terms C := βC; without rows nothing happens") func empty() {
    for β in [0, 1, 3.0] {
      var c = β == 0 ? [.nan, .nan] : [2, 5.0]
      Double.multiply(
        [1, 2], MatrixBlock(rows: 0, columns: 1), transposed: true, by: [1, 2], MatrixBlock(rows: 0, columns: 2),
        transposed: false, into: &c, MatrixBlock(rows: 1, columns: 2), keeping: β)
      #expect(c == [2 * β, 5 * β])
      var f: [Float] = β == 0 ? [.nan, .nan] : [2, 5]
      Float.multiply(
        [], MatrixBlock(rows: 0, columns: 1), transposed: true, by: [], MatrixBlock(rows: 0, columns: 2),
        transposed: false, into: &f, MatrixBlock(rows: 1, columns: 2), keeping: Float(β))
      #expect(f == [Float(2 * β), Float(5 * β)])
    }
    var c = [1.0]
    Double.multiply(
      [], MatrixBlock(rows: 0, columns: 3), transposed: false, by: [1, 2, 3], MatrixBlock(rows: 3, columns: 1),
      transposed: false, into: &c, MatrixBlock(rows: 0, columns: 1), keeping: 0)
    #expect(c == [1])
  }

  @Test("Σ|x| over (−2, 3, −4) of (9, −2, 3, −4, 9) is 9, over nothing 0") func sums() {
    #expect(
      Double.sumOfMagnitudes([9, -2, 3, -4, 9], 1..<4) == 9 && Float.sumOfMagnitudes([9, -2, 3, -4, 9], 1..<4) == 9)
    #expect(Double.sumOfMagnitudes([], 0..<0) == 0 && Float.sumOfMagnitudes([1], 1..<1) == 0)
    #expect(
      Double.sumOfMagnitudes([1, .nan, 1], 0..<3).isNaN && Float.sumOfMagnitudes([1, -.infinity], 0..<2) == .infinity)
  }

  @Test(
    "the first of the largest magnitudes, wherever vector instructions cut the array", arguments: [1, 2, 7, 64, 133])
  func largest(_ count: Int) {
    for first in 0..<count {
      var x = Array(repeating: 1.0, count: count + 4)
      x[0] = 9
      x[1 + first] = -5
      for second in [first, (first + count) / 2, count - 1] { x[1 + second] = second == first ? -5 : 5 }
      #expect(Double.indexOfLargestMagnitude(x, 1..<1 + count) == 1 + first)
      #expect(Float.indexOfLargestMagnitude(x.map(Float.init), 1..<1 + count) == 1 + first)
    }
  }

  @Test("a block of 2 × 3 at 4: 6 entries, 4 ..< 10, rows 4 ..< 7 and 7 ..< 10") func block() {
    let block = MatrixBlock(offset: 4, rows: 2, columns: 3)
    #expect(block.count == 6 && block.range == 4..<10 && block.row(0) == 4..<7 && block.row(1) == 7..<10)
  }
}
