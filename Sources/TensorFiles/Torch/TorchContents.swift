/// What a torch file holds before its tensors are placed: a pickle's graph, and where the storages' bytes are.
struct TorchContents {
  /// Where the bytes of a storage are.
  enum Place {
    case file(Range<Int>)
    case member(ZipArchive.Member)

    var byteCount: Int {
      switch self {
      case .file(let range): range.count
      case .member(let member): member.byteCount
      }
    }
  }

  let root: PickleValue
  let graph: PickleGraph
  /// What the pickle was read from: the file, or a member's bytes.
  let source: any ByteSource
  let byteOrder: ByteOrder
  let places: [String: Place]
  /// The container in words.
  let container: String
  /// What was passed over, in words; nil where nothing was.
  var passedOver: String?

  /// Values may take this much memory: ten times the file, and something for small ones.
  static func memoryLimit(fileByteCount: Int) -> Int {
    let (limit, overflow) = fileByteCount.multipliedReportingOverflow(by: 10)
    return overflow ? .max : max(limit, limit &+ (32 << 20))
  }

  /// Reads a legacy file or a bare pickle.
  init(pickleIn file: MappedFile, range: Range<Int>, path: String) throws(TensorFileError) {
    let limit = Self.memoryLimit(fileByteCount: file.byteCount)
    var reader = PickleReader(file, range: range, memoryLimit: limit)
    source = file
    byteOrder = .little
    do {
      let first = try reader.read()
      guard LegacyTorch.isMagicNumber(first, reader) else {
        (root, graph, places) = (first, reader.graph, [:])
        container = "pickle, protocol \(reader.protocolVersion)"
        return
      }
      let legacy = try LegacyTorch(after: reader)
      (root, graph) = (legacy.root, legacy.graph)
      places = legacy.places.mapValues(Place.file)
      container = "legacy torch file, pickle protocol \(legacy.protocolVersion)"
    } catch { throw error.error(path: path) }
  }

  /// Reads the pickle of a ZIP archive.
  init(archive: ZipArchive) throws(TensorFileError) {
    let path = archive.path
    let members = try Self.membersByName(archive)
    let pickles = members.keys.filter { $0 == "data.pkl" || $0.hasSuffix("/data.pkl") }
    // The archive's own folder, not one below it.
    guard let name = pickles.min(by: { ($0.utf8.count, $0) < ($1.utf8.count, $1) }), let pickle = members[name] else {
      throw .wrongSignature(path: path, format: "a torch checkpoint: the archive has no data.pkl")
    }
    let prefix = name.dropLast("data.pkl".count)
    byteOrder = try Self.byteOrder(members["\(prefix)byteorder"], archive)
    let limit = Self.memoryLimit(fileByteCount: archive.file.byteCount)
    let bytes = InMemoryBytes(try Self.contents(of: pickle, archive))
    var reader = PickleReader(bytes, range: 0..<bytes.byteCount, memoryLimit: limit)
    do { root = try reader.read() } catch { throw error.error(path: path) }
    graph = reader.graph
    source = bytes
    var places: [String: Place] = [:]
    // In order, so that of several faults the same one is told each time.
    for key in graph.storages.keys.sorted() {
      guard let member = members["\(prefix)data/\(key)"] ?? members["\(prefix)tensors/\(key)"] else { continue }
      try Self.check(member, archive)
      places[key] = .member(member)
    }
    self.places = places
    let constants = members["\(prefix)constants.pkl"]
    let isScript = constants != nil
    // An empty tuple of constants takes four bytes.
    if let constants, constants.byteCount > 4 {
      passedOver = "a frozen script's constants (constants.pkl, \(constants.byteCount) bytes) are not read"
    }
    container = "\(isScript ? "TorchScript" : "torch ZIP") archive, pickle protocol \(reader.protocolVersion)"
  }

  private static func membersByName(_ archive: ZipArchive) throws(TensorFileError) -> [String: ZipArchive.Member] {
    var members: [String: ZipArchive.Member] = [:]
    for member in archive.members where members.updateValue(member, forKey: member.name) != nil {
      throw .malformedArchive(path: archive.path, reason: "two members are called \(member.name)")
    }
    return members
  }

  private static func byteOrder(
    _ member: ZipArchive.Member?, _ archive: ZipArchive
  ) throws(TensorFileError) -> ByteOrder {
    // Older versions of torch wrote none, on little-endian machines.
    guard let member else { return .little }
    try archive.check(member, name: member.name)
    switch String(decoding: try archive.prefix(of: member, name: member.name, limit: 16), as: UTF8.self) {
    case "little": return .little
    case "big": return .big
    case let text:
      throw .malformedArchive(path: archive.path, reason: "the byte order is \"\(text)\", neither little nor big")
    }
  }

  private static func contents(
    of member: ZipArchive.Member, _ archive: ZipArchive
  ) throws(TensorFileError) -> [UInt8] {
    try check(member, archive)
    return try archive.contents(of: member, name: member.name)
  }

  private static func check(_ member: ZipArchive.Member, _ archive: ZipArchive) throws(TensorFileError) {
    try archive.check(member, name: member.name)
    try archive.checkMemory(of: member)
  }
}
