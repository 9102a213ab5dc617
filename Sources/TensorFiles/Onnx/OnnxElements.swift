import FoundationEssentials
import OnnxProto

/// The elements of a tensor as an ONNX file stores them: bytes, or one of protobuf's typed lists.
enum OnnxElements: Sendable {
  /// Bytes within the model or in another file.
  case bytes(StoredTensor, any ByteSource)
  /// FLOAT.
  case floats([Float])
  /// DOUBLE.
  case doubles([Double])
  /// Integers up to 32 bits, BOOL, and the bits of FLOAT16 and BFLOAT16.
  case narrow([Int32], ElementType)
  /// INT64.
  case integers([Int64])
  /// UINT32 and UINT64.
  case naturals([UInt64])

  /// The typed list for an element type.
  init(typedDataOf tensor: OnnxTensorProto, _ type: ElementType) {
    switch type {
    case .float32: self = .floats(tensor.floatData)
    case .float64: self = .doubles(tensor.doubleData)
    case .int64: self = .integers(tensor.int64Data)
    case .uint32, .uint64: self = .naturals(tensor.uint64Data)
    default: self = .narrow(tensor.int32Data, type)
    }
  }

  /// The number of elements.
  var count: Int {
    switch self {
    case .bytes(let place, _): place.elementCount
    case .floats(let list): list.count
    case .doubles(let list): list.count
    case .narrow(let list, _): list.count
    case .integers(let list): list.count
    case .naturals(let list): list.count
    }
  }

  /// Some elements as `Double`.
  func values(_ elements: Range<Int>) -> [Double] {
    switch self {
    case .bytes(let place, let source): place.values(elements: elements, from: source)
    case .floats(let list): list[elements].map(Double.init)
    case .doubles(let list): Array(list[elements])
    case .narrow(let list, let type): list[elements].map { Self.value($0, type) }
    case .integers(let list): list[elements].map { Double($0) }
    case .naturals(let list): list[elements].map { Double($0) }
    }
  }

  private static func value(_ stored: Int32, _ type: ElementType) -> Double {
    switch type {
    case .float16: Double(widenedHalf(UInt16(truncatingIfNeeded: stored)))
    case .bfloat16: Double(Float(bitPattern: UInt32(UInt16(truncatingIfNeeded: stored)) << 16))
    case .bool: stored == 0 ? 0 : 1
    default: Double(stored)
    }
  }
}

/// Bytes that the protobuf library holds.
struct DataBytes: ByteSource {
  let data: Data

  var byteCount: Int { data.count }

  func withBytes<Result>(_ range: Range<Int>, _ body: (RawSpan) -> Result) -> Result {
    body(data.bytes.extracting(range))
  }
}
