private import CLAPACKE

/// A floating-point type that BLAS multiplies matrices of.
///
/// Bounds are computed in double precision throughout; training runs in single precision, which is twice as fast, and its
/// gradients are checked in double precision by the same code.
public protocol BLASScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// C := β C + op(A)·op(B), for matrices that lie by rows within arrays, op the identity or the transpose.
  ///
  /// `a` is the matrix as it lies in memory. O(rows · columns · inner).
  ///
  /// - Precondition: the shapes chain and the arrays are long enough.
  static func multiply(
    _ a: [Self], _ aBlock: MatrixBlock, transposed aIsTransposed: Bool,
    by b: [Self], _ bBlock: MatrixBlock, transposed bIsTransposed: Bool,
    into c: inout [Self], _ cBlock: MatrixBlock, keeping β: Self)

  /// Σ|x_i| over a part of an array.
  static func sumOfMagnitudes(_ x: [Self], _ range: Range<Int>) -> Self

  /// The index of the entry of largest magnitude in a part of an array, the first of equals.
  ///
  /// - Precondition: the part is not empty.
  static func indexOfLargestMagnitude(_ x: [Self], _ range: Range<Int>) -> Int
}

/// Where a matrix lies, by rows, within an array.
public struct MatrixBlock: Sendable, Equatable {
  /// Index of entry (0, 0).
  public let offset: Int
  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public let columns: Int

  /// A place for a matrix.
  ///
  /// - Precondition: no number is negative.
  public init(offset: Int = 0, rows: Int, columns: Int) {
    precondition(offset >= 0 && rows >= 0 && columns >= 0, "a matrix has no negative side")
    self.offset = offset
    self.rows = rows
    self.columns = columns
  }

  /// Number of entries.
  public var count: Int { rows * columns }
  /// Indices of all entries.
  public var range: Range<Int> { offset..<offset + count }
  /// Indices of a row's entries.
  public func row(_ i: Int) -> Range<Int> { offset + i * columns..<offset + (i + 1) * columns }
}

extension Float: BLASScalar {
  /// Σ|x_i| over a part of an array.
  public static func sumOfMagnitudes(_ x: [Float], _ range: Range<Int>) -> Float {
    unsafe x.withUnsafeBufferPointer { x in
      let part = unsafe UnsafeBufferPointer(rebasing: x[range])
      return unsafe cblas_sasum(Int32(part.count), part.baseAddress, 1)
    }
  }

  /// The index of the entry of largest magnitude, the first of equals.
  public static func indexOfLargestMagnitude(_ x: [Float], _ range: Range<Int>) -> Int {
    precondition(!range.isEmpty, "nothing is the largest of nothing")
    return unsafe x.withUnsafeBufferPointer { x in
      let part = unsafe UnsafeBufferPointer(rebasing: x[range])
      return unsafe range.lowerBound + Int(cblas_isamax(Int32(part.count), part.baseAddress, 1))
    }
  }

  /// C := β C + op(A)·op(B); see `BLASScalar`.
  public static func multiply(
    _ a: [Float], _ aBlock: MatrixBlock, transposed aIsTransposed: Bool,
    by b: [Float], _ bBlock: MatrixBlock, transposed bIsTransposed: Bool,
    into c: inout [Float], _ cBlock: MatrixBlock, keeping β: Float
  ) {
    unsafe product(a, aBlock, aIsTransposed, b, bBlock, bIsTransposed, &c, cBlock, β, by: cblas_sgemm)
  }
}

extension Double: BLASScalar {
  /// Σ|x_i| over a part of an array.
  public static func sumOfMagnitudes(_ x: [Double], _ range: Range<Int>) -> Double {
    unsafe x.withUnsafeBufferPointer { x in
      let part = unsafe UnsafeBufferPointer(rebasing: x[range])
      return unsafe cblas_dasum(Int32(part.count), part.baseAddress, 1)
    }
  }

  /// The index of the entry of largest magnitude, the first of equals.
  public static func indexOfLargestMagnitude(_ x: [Double], _ range: Range<Int>) -> Int {
    precondition(!range.isEmpty, "nothing is the largest of nothing")
    return unsafe x.withUnsafeBufferPointer { x in
      let part = unsafe UnsafeBufferPointer(rebasing: x[range])
      return unsafe range.lowerBound + Int(cblas_idamax(Int32(part.count), part.baseAddress, 1))
    }
  }

  /// C := β C + op(A)·op(B); see `BLASScalar`.
  public static func multiply(
    _ a: [Double], _ aBlock: MatrixBlock, transposed aIsTransposed: Bool,
    by b: [Double], _ bBlock: MatrixBlock, transposed bIsTransposed: Bool,
    into c: inout [Double], _ cBlock: MatrixBlock, keeping β: Double
  ) {
    unsafe product(a, aBlock, aIsTransposed, b, bBlock, bIsTransposed, &c, cBlock, β, by: cblas_dgemm)
  }
}

/// A product by the routine of one precision.
private func product<Scalar: BLASScalar>(
  _ a: [Scalar], _ aBlock: MatrixBlock, _ aIsTransposed: Bool, _ b: [Scalar], _ bBlock: MatrixBlock,
  _ bIsTransposed: Bool, _ c: inout [Scalar], _ cBlock: MatrixBlock, _ β: Scalar,
  by gemm: (
    CBLAS_ORDER, CBLAS_TRANSPOSE, CBLAS_TRANSPOSE, Int32, Int32, Int32, Scalar, UnsafePointer<Scalar>?, Int32,
    UnsafePointer<Scalar>?, Int32, Scalar, UnsafeMutablePointer<Scalar>?, Int32
  ) -> Void
) {
  let shape = ProductShape(a.count, aBlock, aIsTransposed, b.count, bBlock, bIsTransposed, c.count, cBlock)
  guard let shape else { return }
  unsafe a.withUnsafeBufferPointer { a in
    unsafe b.withUnsafeBufferPointer { b in
      unsafe c.withUnsafeMutableBufferPointer { c in
        unsafe gemm(
          CblasRowMajor, aIsTransposed ? CblasTrans : CblasNoTrans, bIsTransposed ? CblasTrans : CblasNoTrans,
          shape.rows, shape.columns, shape.inner, 1, a.baseAddress! + aBlock.offset, Int32(max(1, aBlock.columns)),
          b.baseAddress! + bBlock.offset, Int32(max(1, bBlock.columns)), β, c.baseAddress! + cBlock.offset,
          Int32(max(1, cBlock.columns)))
      }
    }
  }
}

/// The sides of a product op(A)·op(B), checked against the arrays; nil where there is nothing to do.
private struct ProductShape {
  let rows: Int32, columns: Int32, inner: Int32

  init?(
    _ aCount: Int, _ a: MatrixBlock, _ aIsTransposed: Bool, _ bCount: Int, _ b: MatrixBlock, _ bIsTransposed: Bool,
    _ cCount: Int, _ c: MatrixBlock
  ) {
    let (n, k) = aIsTransposed ? (a.columns, a.rows) : (a.rows, a.columns)
    let (inner, m) = bIsTransposed ? (b.columns, b.rows) : (b.rows, b.columns)
    precondition(k == inner && c.rows == n && c.columns == m, "shapes do not chain")
    precondition(
      a.range.upperBound <= aCount && b.range.upperBound <= bCount && c.range.upperBound <= cCount,
      "a matrix reaches beyond its array")
    // Without inner terms the product is zero, and C := β C.
    guard n > 0, m > 0 else { return nil }
    (rows, columns, self.inner) = (Int32(n), Int32(m), Int32(k))
  }
}
