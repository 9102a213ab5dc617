/// What must hold before a model's bytes are handed to the protobuf library: parsing them is fast and takes little memory.
///
/// The library allocates a few hundred bytes for a message that takes two in the file, and copies a list whenever another
/// packed piece of it arrives; a hostile file of some megabytes could ask for gigabytes or hours. O(file) time, and tensors'
/// bytes are stepped over.
struct OnnxWireCheck {
  /// Why a file is refused, and where.
  struct Fault: Error, Equatable {
    let offset: Int
    let reason: String
  }

  /// About the memory of a parsed message, in bytes, with its share of lists and dictionaries.
  private static let messageCost = 400
  private static let textCost = 40
  /// What small files may use beyond ten times their size.
  private static let allowance = 16 << 20

  private let byteCount: Int
  private var position = 0
  private var cost = 0

  /// Checks a whole model.
  static func check(_ bytes: RawSpan) throws(Fault) {
    var check = OnnxWireCheck(byteCount: bytes.byteCount)
    try check.message(.model, end: bytes.byteCount, bytes)
  }

  private init(byteCount: Int) { self.byteCount = byteCount }

  private mutating func message(_ kind: OnnxMessage, end: Int, _ bytes: RawSpan) throws(Fault) {
    var seen: UInt64 = 0
    while position < end {
      let start = position
      let tag = try varint(end, bytes)
      let number = tag >> 3
      switch tag & 7 {
      case 0: _ = try varint(end, bytes)
      case 1: try skip(8, end)
      case 5: try skip(4, end)
      case 2:
        let length = try varint(end, bytes)
        guard length <= end - position else { throw .init(offset: start, reason: "a field ends beyond its message") }
        let fieldEnd = position + Int(length)
        let field = kind.field(number)
        if field?.isSingle == true {
          guard seen & 1 << number == 0 else { throw .init(offset: start, reason: "field \(number) is given twice") }
          seen |= 1 << number
        }
        try contents(field, end: fieldEnd, bytes)
        position = fieldEnd
      default: throw .init(offset: start, reason: "no protobuf field")
      }
    }
  }

  private mutating func contents(_ field: OnnxMessage.Field?, end: Int, _ bytes: RawSpan) throws(Fault) {
    switch field {
    case .one(let kind)?, .many(let kind)?:
      try spend(Self.messageCost)
      try message(kind, end: end, bytes)
    case .texts?: try spend(Self.textCost)
    case .numbers?, nil: break
    }
  }

  private mutating func spend(_ bytes: Int) throws(Fault) {
    cost += bytes
    guard cost <= Self.allowance || cost / 10 <= byteCount else {
      throw .init(offset: position, reason: "more small messages than a model of \(byteCount) bytes may have")
    }
  }

  private mutating func skip(_ count: Int, _ end: Int) throws(Fault) {
    guard count <= end - position else { throw .init(offset: position, reason: "a field ends beyond its message") }
    position += count
  }

  private mutating func varint(_ end: Int, _ bytes: RawSpan) throws(Fault) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      guard position < end else { break }
      let byte = unsafe bytes.unsafeLoad(fromByteOffset: position, as: UInt8.self)
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    throw .init(offset: position, reason: "a number breaks off")
  }
}

/// The messages of `onnx.proto` and their fields of variable length; tensors' bytes and plain texts need no check.
enum OnnxMessage {
  case model
  case graph
  case node
  case attribute
  case tensor
  case sparseTensor
  case value
  case type
  case tensorType
  case shape
  /// A message without messages inside.
  case leaf

  /// What a field of variable length holds.
  enum Field {
    /// At most one message.
    case one(OnnxMessage)
    /// Any number of messages.
    case many(OnnxMessage)
    /// A packed list of numbers, in one piece.
    case numbers
    /// Any number of texts.
    case texts

    /// True where no writer gives the field twice in one message.
    var isSingle: Bool {
      switch self {
      case .one, .numbers: true
      case .many, .texts: false
      }
    }
  }

  /// The field with this number; nil for a field that needs no check.
  func field(_ number: UInt64) -> Field? {
    switch (self, number) {
    case (.model, 7): .one(.graph)
    case (.model, 8), (.model, 14): .many(.leaf)
    case (.graph, 1): .many(.node)
    case (.graph, 5): .many(.tensor)
    case (.graph, 11), (.graph, 12): .many(.value)
    case (.graph, 15): .many(.sparseTensor)
    case (.node, 1), (.node, 2): .texts
    case (.node, 5): .many(.attribute)
    case (.attribute, 5): .one(.tensor)
    case (.attribute, 7), (.attribute, 8): .numbers
    case (.tensor, 1), (.tensor, 4), (.tensor, 5), (.tensor, 7), (.tensor, 10), (.tensor, 11): .numbers
    case (.tensor, 13): .many(.leaf)
    case (.sparseTensor, 1): .one(.tensor)
    case (.sparseTensor, 3): .numbers
    case (.value, 2): .one(.type)
    case (.type, 1): .one(.tensorType)
    case (.tensorType, 2): .one(.shape)
    case (.shape, 1): .many(.leaf)
    default: nil
    }
  }
}
