import Glibc

// The byte reader: the one place that turns raw bytes into numbers.

/// A copy of the bytes.
func copiedBytes(_ bytes: RawSpan) -> [UInt8] {
  unsafe bytes.withUnsafeBytes { unsafe Array($0) }
}

/// Bytes that are held in memory.
package struct InMemoryBytes: ByteSource {
  package let bytes: [UInt8]

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package var byteCount: Int { bytes.count }

  package func withBytes<Result>(_ range: Range<Int>, _ body: (RawSpan) -> Result) -> Result {
    unsafe body(bytes.span.bytes.extracting(range))
  }
}

extension StoredTensor {
  /// Some elements in row-major order, straight from the stored bytes, without an intermediate copy.
  ///
  /// - Precondition: `elements` lies within the tensor; `bytes` begins at the tensor's offset and has `byteExtent`.
  func decode(_ bytes: RawSpan, elements: Range<Int>) -> [Double] {
    precondition(elements.lowerBound >= 0 && elements.upperBound <= elementCount, "elements outside of the tensor")
    precondition(bytes.byteCount == byteExtent, "bytes do not fit the tensor")
    return unsafe bytes.withUnsafeBytes { source in
      unsafe [Double](unsafeUninitializedCapacity: elements.count) { target, count in
        unsafe useLargePages(UnsafeRawBufferPointer(UnsafeBufferPointer(target)))
        forEachRun(in: elements) { run in
          // byteExtent was computed from the largest offset of all runs, so every load is inside.
          guard let start = source.baseAddress, let out = target.baseAddress else { return }
          let run = unsafe Run(
            source: start + run.start * elementType.byteCount, target: out + count,
            byteStride: run.stride * elementType.byteCount, count: run.count, swapped: byteOrder == .big)
          unsafe run.decode(elementType)
          count += unsafe run.count
        }
      }
    }
  }
}

/// Asks for 2 MiB pages behind a large new array: touching it for the first time otherwise costs four times as much as
/// the conversion. NumPy does the same. A refusal does no harm.
private func useLargePages(_ memory: UnsafeRawBufferPointer) {
  let page = 1 << 21
  guard memory.count >= 2 * page, let start = memory.baseAddress else { return }
  let head = (page - Int(bitPattern: start) % page) % page
  _ = unsafe madvise(
    UnsafeMutableRawPointer(mutating: start + head), (memory.count - head) / page * page, MADV_HUGEPAGE)
}

/// Equally spaced stored elements, and where their values go.
@unsafe private struct Run {
  let source: UnsafeRawPointer
  let target: UnsafeMutablePointer<Double>
  let byteStride: Int
  let count: Int
  let swapped: Bool

  func decode(_ type: ElementType) {
    switch type {
    case .float64: unsafe decode(UInt64.self) { Double(bitPattern: $0) }
    case .float32: unsafe decode(UInt32.self) { Double(Float(bitPattern: $0)) }
    case .float16: unsafe decode(UInt16.self) { Double(widenedHalf($0)) }
    case .bfloat16: unsafe decode(UInt16.self) { Double(Float(bitPattern: UInt32($0) << 16)) }
    case .int8: unsafe decode(Int8.self) { Double($0) }
    case .uint8: unsafe decode(UInt8.self) { Double($0) }
    case .int16: unsafe decode(Int16.self) { Double($0) }
    case .uint16: unsafe decode(UInt16.self) { Double($0) }
    case .int32: unsafe decode(Int32.self) { Double($0) }
    case .uint32: unsafe decode(UInt32.self) { Double($0) }
    case .int64: unsafe decode(Int64.self) { Double($0) }
    case .uint64: unsafe decode(UInt64.self) { Double($0) }
    case .bool: unsafe decode(UInt8.self) { $0 == 0 ? 0 : 1 }
    }
  }

  /// The common case, dense and little-endian, has a loop of its own, which the compiler can vectorise.
  @inline(__always)
  private func decode<Stored: FixedWidthInteger & BitwiseCopyable>(_: Stored.Type, _ convert: (Stored) -> Double) {
    let size = MemoryLayout<Stored>.size
    if unsafe byteStride == size && !swapped {
      for i in unsafe 0..<count {
        unsafe (target + i).initialize(to: convert(source.loadUnaligned(fromByteOffset: i &* size, as: Stored.self)))
      }
      return
    }
    for i in unsafe 0..<count {
      let stored = unsafe source.loadUnaligned(fromByteOffset: i &* byteStride, as: Stored.self)
      unsafe (target + i).initialize(to: convert(swapped ? stored.byteSwapped : stored))
    }
  }
}
