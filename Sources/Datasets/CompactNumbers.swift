/// A growing list of numbers in the narrowest of three types that holds every one of them exactly: a byte, a `Float`, a
/// `Double`. Pixels in a text file take one byte each, as they would in a binary one.
struct CompactNumbers: FeatureSource {
  private enum Width { case byte, single, double }

  // One array is in use at a time; an enum with payloads would copy them on every append.
  private var width = Width.byte
  private var bytes: [UInt8] = []
  private var singles: [Float] = []
  private var doubles: [Double] = []

  /// The number of numbers.
  var count: Int { bytes.count + singles.count + doubles.count }

  /// Bytes per number.
  var elementByteCount: Int {
    switch width {
    case .byte: 1
    case .single: 4
    case .double: 8
    }
  }

  /// Adds a finite number. Amortised O(1); widening copies twice at most.
  mutating func append(_ value: Double) {
    switch width {
    case .byte:
      if value.sign == .plus, let byte = UInt8(exactly: value) { return bytes.append(byte) }
      (singles, bytes, width) = (bytes.map(Float.init), [], .single)
      append(value)
    case .single:
      if let single = Float(exactly: value) { return singles.append(single) }
      (doubles, singles, width) = (singles.map(Double.init), [], .double)
      append(value)
    case .double: doubles.append(value)
    }
  }

  func values(_ elements: Range<Int>) -> [Double] {
    switch width {
    case .byte: bytes[elements].map(Double.init)
    case .single: singles[elements].map(Double.init)
    case .double: Array(doubles[elements])
    }
  }
}
