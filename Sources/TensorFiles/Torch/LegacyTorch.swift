/// The layout before torch 1.6: pickles of a magic number, the version, facts about the machine, the object and the keys
/// of its storages, then for each storage its number of elements and their bytes.
struct LegacyTorch {
  let root: PickleValue
  let graph: PickleGraph
  let protocolVersion: Int
  /// Where the bytes of each storage lie in the source.
  let places: [String: Range<Int>]

  /// 0x1950a86a20f9469cfc6c, least significant byte first.
  private static let magicNumber: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]

  /// True where a value is the magic number that begins such a file.
  static func isMagicNumber(_ value: PickleValue, _ reader: PickleReader) -> Bool {
    guard case .largeInteger(let range)? = reader.graph.node(value), range.count == magicNumber.count else {
      return false
    }
    return reader.cursor.copy(range) == magicNumber
  }

  /// Reads what follows the magic number.
  init(after reader: consuming PickleReader) throws(PickleFault) {
    guard try reader.read() == .integer(1001) else { throw reader.fault("the version of a legacy file must be 1001") }
    _ = try reader.read()
    root = try reader.read()
    protocolVersion = reader.protocolVersion
    let keyList = try reader.read()
    guard let keys = reader.graph.items(keyList) else { throw reader.fault("the storages' keys are no list") }
    graph = reader.graph
    var places: [String: Range<Int>] = [:]
    var cursor = reader.cursor
    for key in keys {
      guard let key = graph.text(key), let storage = graph.storages[key], places[key] == nil else {
        throw reader.fault("a storage that no tensor names, or twice")
      }
      let count = try cursor.integer(byteCount: 8)
      let (byteCount, overflow) = count.multipliedReportingOverflow(by: UInt64(storage.type.byteCount))
      guard !overflow else { throw reader.fault("storage \(key) has \(count) elements") }
      places[key] = try cursor.range(count: byteCount)
    }
    self.places = places
  }
}

extension PickleReader {
  /// The storage within bytes that are a legacy file themselves: so plain `pickle.dump` stores each tensor.
  mutating func embeddedStorage(_ value: PickleValue) throws(PickleFault) -> PickleValue {
    guard !isEmbedded, case .bytes(.stored(let range))? = graph.node(value) else {
      throw fault("a storage within a pickle that this reader does not follow")
    }
    if let known = embedded[range.lowerBound] { return known }
    var inner = PickleReader(source, range: range, memoryLimit: graph.memoryLimit - graph.memoryUsed)
    inner.isEmbedded = true
    guard LegacyTorch.isMagicNumber(try inner.read(), inner) else { throw fault("a storage that is no torch file") }
    let file = try LegacyTorch(after: inner)
    guard var storage = file.graph.storage(file.root), let place = file.places[storage.key] else {
      throw fault("a storage without bytes")
    }
    storage.place = place
    let result = try graph.add(.storage(storage))
    embedded[range.lowerBound] = result
    return result
  }
}
