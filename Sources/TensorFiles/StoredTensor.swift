/// Where and how the elements of a tensor lie in bytes. Knows shapes and strides, touches no bytes itself.
package struct StoredTensor: Sendable, Equatable {
  package let elementType: ElementType
  package let byteOrder: ByteOrder
  package let shape: [Int]
  /// The distance from an element to its neighbour along each axis, in elements.
  package let strides: [Int]
  /// The first element's place, in bytes.
  package let offset: Int
  package let elementCount: Int
  /// Bytes from the first element to the end of the last one.
  package let byteExtent: Int

  /// A tensor stored by rows (the last axis is dense), or by columns (the first axis is dense).
  ///
  /// Nil where the shape overflows.
  package init?(
    elementType: ElementType, byteOrder: ByteOrder = .little, shape: [Int], byColumns: Bool = false, offset: Int
  ) {
    guard checkedElementCount(shape) != nil else { return nil }
    var strides = shape
    var stride = 1
    for axis in byColumns ? Array(shape.indices) : shape.indices.reversed() {
      strides[axis] = stride
      stride *= shape[axis]
    }
    self.init(elementType: elementType, byteOrder: byteOrder, shape: shape, strides: strides, offset: offset)
  }

  /// A strided tensor. Nil where the shape or the largest offset overflows, or something is negative.
  package init?(elementType: ElementType, byteOrder: ByteOrder = .little, shape: [Int], strides: [Int], offset: Int) {
    guard let count = checkedElementCount(shape), offset >= 0, strides.count == shape.count,
      let extent = Self.extent(shape: shape, strides: strides, count: count, size: elementType.byteCount),
      !offset.addingReportingOverflow(extent).overflow
    else { return nil }
    self.elementType = elementType
    self.byteOrder = byteOrder
    self.shape = shape
    self.strides = strides
    self.offset = offset
    self.elementCount = count
    self.byteExtent = extent
  }

  private static func extent(shape: [Int], strides: [Int], count: Int, size: Int) -> Int? {
    guard strides.allSatisfy({ $0 >= 0 }) else { return nil }
    if count == 0 { return 0 }
    var last = 0
    for (side, stride) in zip(shape, strides) {
      let (step, overflow) = (side - 1).multipliedReportingOverflow(by: stride)
      let (sum, overflow2) = last.addingReportingOverflow(step)
      if overflow || overflow2 { return nil }
      last = sum
    }
    let (extent, overflow) = (last &+ 1).multipliedReportingOverflow(by: size)
    return overflow || last == .max ? nil : extent
  }

  /// The same tensor that many bytes further on.
  ///
  /// - Precondition: its end is still addressable; true where it lies in an existing file.
  func moved(by distance: Int) -> StoredTensor {
    guard
      let moved = StoredTensor(
        elementType: elementType, byteOrder: byteOrder, shape: shape, strides: strides, offset: offset + distance)
    else { preconditionFailure("a tensor beyond the end of its file") }
    return moved
  }

  /// The bytes that the tensor spans.
  package var byteRange: Range<Int> { offset..<offset + byteExtent }

  /// Elements in row-major order, after which the source may drop the bytes.
  ///
  /// - Precondition: the source has all of `byteRange`, and `elements` lies within the tensor.
  package func values(elements: Range<Int>, from source: some ByteSource) -> [Double] {
    let values = source.withBytes(byteRange) { decode($0, elements: elements) }
    let size = elementType.byteCount
    source.release(
      isDense ? offset + elements.lowerBound * size..<offset + elements.upperBound * size : byteRange)
    return values
  }

  /// True where row-major order is the order of the bytes.
  private var isDense: Bool {
    var expected = 1
    for (side, stride) in zip(shape, strides).reversed() {
      if side != 1 && stride != expected { return false }
      expected *= side
    }
    return true
  }

  /// Splits consecutive elements into equally spaced runs along the last axis, in order; one run if all is dense.
  func forEachRun(in elements: Range<Int>, _ body: ((start: Int, stride: Int, count: Int)) -> Void) {
    if elements.isEmpty { return }
    // Axes of side 1 do not move, and a file may have thousands of them.
    let axes = zip(shape, strides).filter { $0.0 != 1 }
    guard !isDense, let (last, stride) = axes.last else {
      return body((elements.lowerBound, 1, elements.count))
    }
    var position = elements.lowerBound
    while position < elements.upperBound {
      let column = position % last
      let count = min(last - column, elements.upperBound - position)
      body((Self.rowStart(position / last, axes.dropLast()) + column * stride, stride, count))
      position += count
    }
  }

  /// The offset, in elements, of the first element of a row, rows being counted over all axes but the last.
  private static func rowStart(_ row: Int, _ axes: some BidirectionalCollection<(Int, Int)>) -> Int {
    var rest = row
    var start = 0
    for (side, stride) in axes.reversed() {
      start += rest % side * stride
      rest /= side
    }
    return start
  }
}
