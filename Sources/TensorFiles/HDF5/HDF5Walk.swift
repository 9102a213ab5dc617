/// What a walk through a file needs on its way: the readers of its parts, what was met already, and the limits that keep
/// time and memory in proportion to the file.
struct HDF5Walk {
  let path: String
  private let byteCount: Int
  private var header: HDF5ObjectHeader
  private var attributes: HDF5Attributes
  private var links: HDF5Links
  private var trees: HDF5ChunkTrees
  private var visited: Set<Int> = []
  /// What texts may still take: all of them together are no longer than the file.
  private var textBudget: Int
  /// What names may still take: long names of groups are repeated in the name of every dataset below.
  private var nameBudget: Int
  private var storedByteCount = 0

  init(_ bytes: any ByteSource, path: String) {
    self.path = path
    byteCount = bytes.byteCount
    header = HDF5ObjectHeader(bytes)
    attributes = HDF5Attributes(bytes)
    links = HDF5Links(bytes)
    trees = HDF5ChunkTrees(bytes)
    textBudget = byteCount
    nameBudget = 2 * min(byteCount, .max / 2)
  }

  /// The messages of an object's header.
  mutating func messages(at address: Int) -> [HDF5ObjectHeader.Message] { header.messages(at: address) }

  /// The attributes of an object.
  mutating func attributes(at address: Int) -> [String: HDF5Attributes.Value] { attributes.values(at: address) }

  /// The links of a group.
  mutating func links(at address: Int, name: String) throws(TensorFileError) -> [HDF5Links.Link] {
    do { return try links.links(header.messages(at: address)) } catch {
      throw .unreadable(path: path, reason: "group \"\(name)\" has \(error.reason)")
    }
  }

  /// True where the object was not met before.
  mutating func isNew(_ address: Int) throws(TensorFileError) -> Bool {
    guard visited.insert(address).inserted else { return false }
    guard visited.count <= HDF5Contents.objectLimit else {
      throw .corruptData(path: path, tensor: nil, reason: "more than \(HDF5Contents.objectLimit) objects")
    }
    return true
  }

  /// The whole name of an object.
  mutating func named(_ name: String, in prefix: String) throws(TensorFileError) -> String {
    let whole = prefix.isEmpty ? name : "\(prefix)/\(name)"
    nameBudget -= whole.utf8.count
    guard nameBudget >= 0 else {
      throw .corruptData(path: path, tensor: nil, reason: "names that are longer than the file")
    }
    return whole
  }

  /// The dataset with these messages.
  mutating func dataset(
    _ messages: [HDF5ObjectHeader.Message], _ name: String
  ) throws(TensorFileError) -> HDF5Dataset {
    let dataset = try HDF5Dataset(messages, name: name, trees: &trees, fileByteCount: byteCount, path: path)
    let (sum, overflow) = storedByteCount.addingReportingOverflow(dataset.storedByteCount)
    // Datasets that share their bytes would make the work to read them a multiple of the file.
    guard !overflow, sum <= byteCount else {
      throw .offsetOutOfBounds(path: path, tensor: name, end: overflow ? .max : sum, limit: byteCount)
    }
    storedByteCount = sum
    return dataset
  }

  /// A text, unless there were too many already.
  mutating func kept(_ text: String) -> String? {
    guard text.utf8.count <= textBudget else { return nil }
    textBudget -= text.utf8.count
    return text
  }
}
