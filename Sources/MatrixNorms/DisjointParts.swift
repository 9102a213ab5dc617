import Dispatch

/// Work on the parts of an array by several threads, each of which sees its own part only.
public enum DisjointParts {
  /// Cuts 0..<count into parts of almost equal length.
  public static func ranges(of count: Int, parts: Int) -> [Range<Int>] {
    precondition(parts > 0, "no part to work on")
    return (0..<parts).map { count * $0 / parts..<count * ($0 + 1) / parts }
  }

  /// Calls `body` once for each part, at the same time, with the same part of up to three arrays.
  ///
  /// The parts do not overlap, so that no thread writes what another one reads. The arrays are not copied. With one part
  /// the calling thread does all.
  ///
  /// - Precondition: the second and third array are empty, which gives empty parts, or as long as the first.
  public static func update<Scalar: BitwiseCopyable & Sendable>(
    _ a: inout [Scalar], _ b: inout [Scalar], _ c: inout [Scalar], parts: Int,
    _ body:
      @Sendable (
        Range<Int>, inout MutableSpan<Scalar>, inout MutableSpan<Scalar>, inout MutableSpan<Scalar>
      ) -> Void
  ) {
    let ranges = ranges(of: a.count, parts: parts)
    let (hasB, hasC) = (!b.isEmpty, !c.isEmpty)
    precondition((!hasB || b.count == a.count) && (!hasC || c.count == a.count), "arrays of unequal length")
    unsafe a.withUnsafeMutableBufferPointer { a in
      unsafe b.withUnsafeMutableBufferPointer { b in
        unsafe c.withUnsafeMutableBufferPointer { c in
          // Every index writes to its own range of the three arrays, and the arrays outlive the call.
          nonisolated(unsafe) let (a, b, c) = unsafe (a, b, c)
          DispatchQueue.concurrentPerform(iterations: ranges.count) { part in
            let range = ranges[part]
            var x = unsafe MutableSpan(_unsafeElements: UnsafeMutableBufferPointer(rebasing: a[range]))
            var y = unsafe MutableSpan(_unsafeElements: UnsafeMutableBufferPointer(rebasing: b[hasB ? range : 0..<0]))
            var z = unsafe MutableSpan(_unsafeElements: UnsafeMutableBufferPointer(rebasing: c[hasC ? range : 0..<0]))
            body(range, &x, &y, &z)
          }
        }
      }
    }
  }

  /// The same for one array.
  public static func update<Scalar: BitwiseCopyable & Sendable>(
    _ a: inout [Scalar], parts: Int, _ body: @Sendable (Range<Int>, inout MutableSpan<Scalar>) -> Void
  ) {
    var (none, neither): ([Scalar], [Scalar]) = ([], [])
    update(&a, &none, &neither, parts: parts) { range, x, _, _ in body(range, &x) }
  }
}
