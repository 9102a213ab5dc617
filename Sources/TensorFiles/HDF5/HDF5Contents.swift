/// What an HDF5 file holds, found by walking its groups along hard links.
///
/// Every object that a file owns has a hard link, so that soft links only repeat; they and links to other files are not
/// followed.
struct HDF5Contents: Sendable {
  private(set) var datasets: [HDF5Dataset] = []
  /// Texts and numbers attached to the root.
  private(set) var attributes: [String: String] = [:]
  /// Keras's names of weights by the name of their layer.
  private(set) var layers: [String: [String]] = [:]
  private(set) var remarks: [String] = []

  static let objectLimit = 100_000
  static let depthLimit = 32

  /// Walks a file.
  ///
  /// - Throws: `corruptData`, `unreadable`, `duplicateTensor`, and what datasets throw.
  init(of bytes: any ByteSource, root: Int, path: String) throws(TensorFileError) {
    var walk = HDF5Walk(bytes, path: path)
    _ = try walk.isNew(root)
    for (name, value) in walk.attributes(at: root) { attributes[name] = value.scalar.flatMap { walk.kept($0) } }
    try visit(root, prefix: "", depth: 0, &walk)
    var names: Set<String> = []
    for dataset in datasets where !names.insert(dataset.description.name).inserted {
      throw .duplicateTensor(path: path, tensor: dataset.description.name)
    }
  }

  private mutating func visit(
    _ group: Int, prefix: String, depth: Int, _ walk: inout HDF5Walk
  ) throws(TensorFileError) {
    guard depth < Self.depthLimit else {
      throw .corruptData(path: walk.path, tensor: nil, reason: "groups nested more than \(Self.depthLimit) deep")
    }
    for link in try walk.links(at: group, name: prefix) {
      let name = try walk.named(link.name, in: prefix)
      switch link.target {
      case .soft: remarks.append("\(name): soft link, not followed")
      case .otherFile: remarks.append("\(name): link to another file, not followed")
      case .object(let address):
        guard try walk.isNew(address) else {
          remarks.append("\(name): a second name of an object that was read already")
          continue
        }
        let messages = walk.messages(at: address)
        if messages.contains(where: { $0.kind == HDF5ObjectHeader.layout }) {
          datasets.append(try walk.dataset(messages, name))
        } else if messages.contains(where: \.isOfGroup) {
          readLayer(name, address, &walk)
          try visit(address, prefix: name, depth: depth + 1, &walk)
        } else {
          remarks.append("\(name): neither a group nor a dataset")
        }
      }
    }
  }

  /// Keras 3 attaches the layer's name to the group `vars` of its weights 0, 1, …; before, a layer's group had its name
  /// and a list of weights.
  private mutating func readLayer(_ path: String, _ address: Int, _ walk: inout HDF5Walk) {
    let values = walk.attributes(at: address)
    if path.hasSuffix("/vars"), !path.hasPrefix("optimizer"),
      let name = values["name"]?.scalar.flatMap({ walk.kept($0) })
    {
      layers[name] = (0..<HDF5Attributes.listLimit).map { "\(path)/\($0)" }
    } else if let weights = values["weight_names"]?.list {
      let root = "model_weights/"
      layers[path.hasPrefix(root) ? String(path.dropFirst(root.count)) : path] =
        weights.compactMap { walk.kept($0) }.map { "\(path)/\($0)" }
    }
  }
}
