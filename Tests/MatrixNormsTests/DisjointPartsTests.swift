import Testing

@testable import MatrixNorms

@Suite struct DisjointPartsTests {
  @Test("parts cover all without overlap, and their lengths differ by at most one") func ranges() {
    for count in [0, 1, 2, 7, 64, 1000] {
      for parts in [1, 2, 3, 7, 64] {
        let ranges = DisjointParts.ranges(of: count, parts: parts)
        #expect(ranges.count == parts && ranges.flatMap { $0 } == Array(0..<count))
        #expect(ranges.allSatisfy { $0.count == count / parts || $0.count == (count + parts - 1) / parts })
      }
    }
  }

  @Test("every part sees its own of three arrays once", arguments: [1, 2, 3, 20]) func update(_ parts: Int) {
    var (a, b, c) = (Array(0..<10), Array(10..<20), Array(20..<30))
    DisjointParts.update(&a, &b, &c, parts: parts) { range, x, y, z in
      #expect(x.count == range.count && y.count == range.count && z.count == range.count)
      for i in 0..<x.count {
        (x[i], y[i], z[i]) = (x[i] + 100 * range.lowerBound + 100 * i, x[i] + y[i], y[i] + z[i])
      }
    }
    #expect(a == (0..<10).map { 101 * $0 } && b == (0..<10).map { 10 + 2 * $0 } && c == (0..<10).map { 30 + 2 * $0 })
  }

  @Test("empty arrays have empty parts") func empty() {
    var (a, b, c): ([Float], [Float], [Float]) = ([1, 2, 3], [], [4, 5, 6])
    DisjointParts.update(&a, &b, &c, parts: 2) { _, x, y, z in
      #expect(y.count == 0)
      for i in 0..<x.count { (x[i], z[i]) = (z[i], x[i]) }
    }
    #expect(a == [4, 5, 6] && b.isEmpty && c == [1, 2, 3])
    var none: [Float] = []
    DisjointParts.update(&none, parts: 3) { range, x in #expect(range.isEmpty && x.count == 0) }
    DisjointParts.update(&a, parts: 3) { range, x in for i in 0..<x.count { x[i] += Float(range.lowerBound) } }
    #expect(a == [4, 6, 8])
  }
}
