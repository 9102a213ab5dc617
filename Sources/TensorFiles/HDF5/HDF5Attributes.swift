/// Text and numbers that are attached to groups, read from the file's bytes.
///
/// Attributes that stand in a heap of their own (more than eight, in the newer format) are not looked for.
struct HDF5Attributes {
  private var header: HDF5ObjectHeader
  private var heap: HDF5GlobalHeap

  /// Longer lists are left out: a layer has few weights, and all texts of a list may be one and the same in the file.
  static let listLimit = 8

  init(_ bytes: any ByteSource) {
    header = HDF5ObjectHeader(bytes)
    heap = HDF5GlobalHeap(bytes)
  }

  /// The value of an attribute.
  enum Value: Equatable {
    case text(String)
    case number(Double)
    case texts([String])

    /// A text or a number, as text; nil for a list.
    var scalar: String? {
      switch self {
      case .text(let text): text
      case .number(let number): Int(exactly: number).map(String.init) ?? String(number)
      case .texts: nil
      }
    }

    /// The texts of a list; nil for anything else.
    var list: [String]? { if case .texts(let texts) = self { texts } else { nil } }
  }

  /// The attributes of the object whose header is at an address, by name; those of other kinds are left out.
  mutating func values(at address: Int) -> [String: Value] {
    var result: [String: Value] = [:]
    for message in header.messages(at: address) where message.kind == HDF5ObjectHeader.attribute && !message.isShared {
      guard let (name, value) = read(message.body) else { continue }
      result[name] = value
    }
    return result
  }

  private mutating func read(_ body: ArraySlice<UInt8>) -> (String, Value)? {
    var cursor = ByteCursor(body)
    // The second byte says whether type or space stand elsewhere; in version 1 it is zero.
    guard let version = cursor.integer(1), 1...3 ~= version, cursor.integer(1) == 0, let nameLength = cursor.integer(2),
      let typeLength = cursor.integer(2), let spaceLength = cursor.integer(2), cursor.take(version == 3 ? 1 : 0) != nil
    else { return nil }
    func padded(_ length: Int) -> Int { version == 1 ? (length + 7) / 8 * 8 : length }
    guard let name = cursor.take(padded(nameLength)).flatMap({ Self.text($0) }),
      let type = cursor.take(padded(typeLength)), let space = cursor.take(padded(spaceLength)),
      let space = HDF5Dataspace(space), !space.isNull, let sides = space.sides, sides.count <= 1,
      let value = value(type, sides, cursor.take(cursor.count) ?? [])
    else { return nil }
    return (name, value)
  }

  private mutating func value(_ type: ArraySlice<UInt8>, _ sides: [Int], _ data: ArraySlice<UInt8>) -> Value? {
    var cursor = ByteCursor(type)
    let count = sides.first ?? 1
    guard let kind = cursor.integer(1), let bits = cursor.integer(3), let size = cursor.integer(4), size > 0,
      count <= (sides.isEmpty ? 1 : Self.listLimit), count <= data.count / size
    else { return nil }
    switch kind & 15 {
    case 0, 1: return sides.isEmpty ? Self.number(type, data.prefix(size)) : nil
    case 3, 9:
      // Class 9 with the first bit is a text of variable length; other lists are none.
      if kind & 15 == 9, bits & 15 != 1 || size != 16 { return nil }
      var texts: [String] = []
      for index in 0..<count {
        let element = data.dropFirst(index * size).prefix(size)
        guard let text = kind & 15 == 3 ? Self.text(element) : variableText(element) else { return nil }
        texts.append(text)
      }
      return sides.isEmpty ? .text(texts[0]) : .texts(texts)
    default: return nil
    }
  }

  private mutating func variableText(_ element: ArraySlice<UInt8>) -> String? {
    var cursor = ByteCursor(element)
    guard let length = cursor.integer(4), let address = cursor.integer(8), let index = cursor.integer(4) else {
      return nil
    }
    if length == 0 { return "" }
    return heap.object(heap: address, index: index, limit: length).flatMap { Self.text($0[...]) }
  }

  /// Text up to the first zero.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
    String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  private static func number(_ type: ArraySlice<UInt8>, _ data: ArraySlice<UInt8>) -> Value? {
    guard let number = HDF5NumberType(type), let element = number.elementType,
      let place = StoredTensor(elementType: element, byteOrder: number.byteOrder, shape: [], offset: 0)
    else { return nil }
    return .number(place.values(elements: 0..<1, from: InMemoryBytes(Array(data)))[0])
  }
}
