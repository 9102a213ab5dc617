import MatrixNorms

extension Matrix {
  /// Gives access to the entries of one row after another, by their range among all entries.
  mutating func modifyRows(_ body: (_ row: Int, _ range: Range<Int>, inout MutableSpan<Double>) -> Void) {
    let (rows, columns) = (rows, columns)
    modifyElements { entries in
      for i in 0..<rows { body(i, i * columns..<(i + 1) * columns, &entries) }
    }
  }

  /// Σⱼ|a_ij| for each row.
  var rowSums1: [Double] {
    forEachRow { row in
      // Four partial sums: the order of summation is free, and one chain of additions is four times slower.
      var sums = SIMD4<Double>.zero
      let tail = row.count & ~3
      for j in stride(from: 0, to: tail, by: 4) { sums += Self.magnitudes(row, j) }
      var total = sums.sum()
      for j in tail..<row.count { total += row[j].magnitude }
      return total
    }
  }

  /// maxⱼ|a_ij| for each row.
  var rowMaxima: [Double] {
    forEachRow { row in
      var largest = SIMD4<Double>.zero
      let tail = row.count & ~3
      for j in stride(from: 0, to: tail, by: 4) {
        let four = Self.magnitudes(row, j)
        largest.replace(with: four, where: four .> largest)
      }
      var maximum = largest.max()
      for j in tail..<row.count { maximum = Swift.max(maximum, row[j].magnitude) }
      return maximum
    }
  }

  /// Four magnitudes from place j on.
  @inline(__always)
  private static func magnitudes(_ row: Span<Double>, _ j: Int) -> SIMD4<Double> {
    SIMD4(row[j].magnitude, row[j + 1].magnitude, row[j + 2].magnitude, row[j + 3].magnitude)
  }
}
