/// A NumPy type under construction: `f4` and the byte order that its state sets.
final class NumpyType {
  /// As NumPy spells it, with the byte order in front: `<f4`.
  var descr: String

  init(_ descr: String) { self.descr = descr }

  /// The element type and byte order, or nil for types that cannot be read.
  var coding: (type: ElementType, order: ByteOrder)? { NpyHeader.coding(of: descr) }
}

// The constructors that NumPy's own pickling writes.
extension PickleReader {
  /// What a function of NumPy would return; nil for one that is not known.
  mutating func numpyValue(_ function: PickleGlobal, _ items: [PickleValue]) throws(PickleFault) -> PickleValue? {
    guard function.isOf(package: "numpy") else { return nil }
    switch function.name {
    case "_reconstruct":
      let array = PickledTensor(.nowhere, typeName: "an array without a state", elementType: nil, shape: [])
      array.isArray = true
      try graph.charge(128)
      return try graph.add(.tensor(array))
    case "dtype": return try graph.add(.numpyType(NumpyType("=" + (items.first.flatMap(graph.text) ?? "O"))))
    case "scalar": return try scalar(items)
    case "_frombuffer": return try frombuffer(items)
    default: return nil
    }
  }

  /// The state (version, byte order, …) of a type.
  func setType(_ type: NumpyType, _ state: PickleValue) throws(PickleFault) {
    guard let items = graph.items(state), items.count > 1, let order = graph.text(items[1]) else {
      throw fault("a NumPy type with a state that is none")
    }
    let isStructured = items.count > 3 && items[3] != .none
    type.descr = isStructured ? "structured" : order + type.descr.dropFirst()
  }

  /// The state (version, shape, type, by columns, bytes) of an array.
  mutating func setArray(_ array: PickledTensor, _ state: PickleValue) throws(PickleFault) {
    // The state of a torch tensor are attributes that its maker gave it.
    if !array.isArray { return }
    guard let items = graph.items(state), items.count >= 4, let shape = graph.integers(items[items.count - 4]),
      case .bool(let isByColumns) = items[items.count - 2]
    else { throw fault("a NumPy array with a state that is none") }
    try describe(array, shape: shape, type: items[items.count - 3], data: items[items.count - 1])
    array.isByColumns = isByColumns
  }

  private mutating func describe(
    _ array: PickledTensor, shape: [Int], type: PickleValue, data: PickleValue
  ) throws(PickleFault) {
    guard case .numpyType(let type)? = graph.node(type) else { throw fault("a NumPy array without a type") }
    array.shape = shape
    array.typeName = type.descr.dropFirst().hasPrefix("O") ? "|O" : type.descr
    array.elementType = type.coding?.type
    array.byteOrder = type.coding?.order
    switch (graph.node(data), data) {
    case (.bytes(let bytes), _): array.elements = .inline(bytes)
    // Python 2 wrote bytes as text.
    case (_, .text(let text)): array.elements = .inline(.latin1(text))
    default: array.elementType = nil
    }
  }

  /// (buffer, type, shape, order)
  private mutating func frombuffer(_ items: [PickleValue]) throws(PickleFault) -> PickleValue {
    guard items.count > 3, let shape = graph.integers(items[2]) else { throw fault("a NumPy array without a shape") }
    let array = PickledTensor(.nowhere, typeName: "", elementType: nil, shape: [])
    array.isArray = true
    try describe(array, shape: shape, type: items[1], data: items[0])
    array.isByColumns = graph.text(items[3]) == "F"
    try graph.charge(128 + 16 * shape.count)
    return try graph.add(.tensor(array))
  }

  /// (type, bytes): a number, where it is one.
  private mutating func scalar(_ items: [PickleValue]) throws(PickleFault) -> PickleValue {
    guard items.count == 2, case .numpyType(let type)? = graph.node(items[0]), let coding = type.coding,
      let place = StoredTensor(elementType: coding.type, byteOrder: coding.order, shape: [], offset: 0)
    else { return .none }
    let bytes: [UInt8]?
    switch (graph.node(items[1]), items[1]) {
    case (.bytes(let data), _): bytes = contents(of: data, limit: 8)
    case (_, .text(let text)): bytes = contents(of: .latin1(text), limit: 8)
    default: bytes = nil
    }
    guard let bytes, bytes.count == coding.type.byteCount else { throw fault("a NumPy number of another size") }
    let value = place.values(elements: 0..<1, from: InMemoryBytes(bytes))[0]
    if coding.type == .bool { return .bool(value != 0) }
    return coding.type.isFloatingPoint ? .number(value) : Int(exactly: value).map(PickleValue.integer) ?? .number(value)
  }

  private func contents(of bytes: PickleBytes, limit: Int) -> [UInt8]? {
    switch bytes {
    case .stored(let range): return range.count <= limit ? cursor.copy(range) : nil
    case .latin1(let text): return latin1Bytes(text.prefix(limit + 1))
    }
  }
}

/// The bytes whose code points are those of a text; nil where a code point is beyond a byte.
func latin1Bytes(_ text: some StringProtocol) -> [UInt8]? {
  var bytes: [UInt8] = []
  for scalar in text.unicodeScalars {
    guard let byte = UInt8(exactly: scalar.value) else { return nil }
    bytes.append(byte)
  }
  return bytes
}
