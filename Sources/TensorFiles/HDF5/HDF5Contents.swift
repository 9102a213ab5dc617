private import CHDF5

/// What an HDF5 file holds, found by walking its groups along hard links. Only under `HDF5Library.withLock`.
///
/// Every object that a file owns has a hard link, so that soft links only repeat; they and links to other files are not
/// followed. Objects are opened by their addresses, since a name with a slash could lead through another link.
struct HDF5Contents {
  private(set) var datasets: [HDF5Dataset] = []
  /// Texts and numbers attached to the root.
  private(set) var attributes: [String: String] = [:]
  /// Keras's names of weights by the name of their layer.
  private(set) var layers: [String: [String]] = [:]
  private(set) var remarks: [String] = []
  private let path: String
  private let byteCount: Int
  private var source: HDF5Attributes
  private var visited: Set<UInt64> = []
  /// What texts may still take: all of them together are no longer than the file.
  private var textBudget: Int
  /// What names may still take: long names of groups are repeated in the name of every dataset below.
  private var nameBudget: Int
  private var storedByteCount = 0

  static let objectLimit = 100_000
  static let depthLimit = 32

  /// Walks an open file.
  ///
  /// - Throws: `corruptData`, `duplicateTensor`, and what datasets throw.
  init(of file: borrowing HDF5Handle, in bytes: any ByteSource, path: String) throws(TensorFileError) {
    self.path = path
    byteCount = bytes.byteCount
    source = HDF5Attributes(bytes)
    textBudget = byteCount
    nameBudget = 2 * min(byteCount, .max / 2)
    guard let root = unsafe HDF5Handle(H5Gopen2(file.id, "/", 0)) else { throw fault(nil) }
    let address = chdf5_object_address(root.id)
    visited.insert(address)
    for (name, value) in source.values(at: address) { attributes[name] = value.scalar.flatMap { kept($0) } }
    try visit(root, prefix: "", depth: 0)
    var names: Set<String> = []
    for dataset in datasets where !names.insert(dataset.description.name).inserted {
      throw .duplicateTensor(path: path, tensor: dataset.description.name)
    }
  }

  private mutating func visit(
    _ group: borrowing HDF5Handle, prefix: String, depth: Int
  ) throws(TensorFileError) {
    guard depth < Self.depthLimit else {
      throw .corruptData(path: path, tensor: nil, reason: "groups nested more than \(Self.depthLimit) deep")
    }
    for link in try links(of: group, prefix: prefix) {
      let name = prefix.isEmpty ? link.name : "\(prefix)/\(link.name)"
      nameBudget -= name.utf8.count
      guard nameBudget >= 0 else {
        throw .corruptData(path: path, tensor: nil, reason: "names that are longer than the file")
      }
      guard let address = link.address else {
        remarks.append("\(name): \(link.isExternal ? "link to another file" : "soft link"), not followed")
        continue
      }
      guard visited.insert(address).inserted else {
        remarks.append("\(name): a second name of an object that was read already")
        continue
      }
      guard visited.count <= Self.objectLimit else {
        throw .corruptData(path: path, tensor: nil, reason: "more than \(Self.objectLimit) objects")
      }
      guard let object = HDF5Handle(chdf5_open_by_address(group.id, address)) else { throw fault(name) }
      switch H5Iget_type(object.id) {
      case H5I_GROUP:
        readLayer(name, address)
        try visit(object, prefix: name, depth: depth + 1)
      case H5I_DATASET: try add(object, name, address)
      default: remarks.append("\(name): neither a group nor a dataset")
      }
    }
  }

  private mutating func add(
    _ object: borrowing HDF5Handle, _ name: String, _ address: UInt64
  ) throws(TensorFileError) {
    let dataset = try HDF5Dataset(object, name: name, address: address, fileByteCount: byteCount, path: path)
    let (sum, overflow) = storedByteCount.addingReportingOverflow(dataset.storedByteCount)
    // Datasets that share their bytes would make the work to read them a multiple of the file.
    guard !overflow, sum <= byteCount || dataset.description.elementType == nil else {
      throw .offsetOutOfBounds(path: path, tensor: name, end: overflow ? .max : sum, limit: byteCount)
    }
    if dataset.description.elementType != nil { storedByteCount = sum }
    datasets.append(dataset)
  }

  /// Keras 3 attaches the layer's name to the group `vars` of its weights 0, 1, …; before, a layer's group had its name
  /// and a list of weights.
  private mutating func readLayer(_ path: String, _ address: UInt64) {
    let values = source.values(at: address)
    if path.hasSuffix("/vars"), !path.hasPrefix("optimizer"), let name = values["name"]?.scalar.flatMap({ kept($0) }) {
      layers[name] = (0..<HDF5Attributes.listLimit).map { "\(path)/\($0)" }
    } else if let weights = values["weight_names"]?.list {
      let root = "model_weights/"
      layers[path.hasPrefix(root) ? String(path.dropFirst(root.count)) : path] =
        weights.compactMap { kept($0) }.map { "\(path)/\($0)" }
    }
  }

  private mutating func kept(_ text: String) -> String? {
    guard text.utf8.count <= textBudget else { return nil }
    textBudget -= text.utf8.count
    return text
  }

  private func fault(_ name: String?) -> TensorFileError {
    .corruptData(path: path, tensor: name, reason: HDF5Library.lastError())
  }
}

extension HDF5Contents {
  private struct Link {
    let name: String
    /// Nil for a link that is not a hard one.
    let address: UInt64?
    let isExternal: Bool
  }

  /// The links of a group in the order of their creation where the file kept it, else by name.
  private func links(of group: borrowing HDF5Handle, prefix: String) throws(TensorFileError) -> [Link] {
    var links: [Link] = []
    let collect: H5L_iterate_t = { (_, name, info, target) in
      guard let name = unsafe name, let info = unsafe info, let target = unsafe target else { return -1 }
      let links = unsafe target.assumingMemoryBound(to: [Link].self)
      let type = unsafe info.pointee.type
      unsafe links.pointee.append(
        Link(
          name: String(cString: name), address: type == H5L_TYPE_HARD ? chdf5_address(info) : nil,
          isExternal: type == H5L_TYPE_EXTERNAL))
      return unsafe links.pointee.count <= HDF5Contents.objectLimit ? 0 : 1
    }
    let index = Self.keepsCreationOrder(group) ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME
    let id = group.id
    let status = unsafe withUnsafeMutablePointer(to: &links) { links in
      unsafe H5Literate(id, index, H5_ITER_INC, nil, collect, links)
    }
    guard status >= 0 else { throw fault(prefix) }
    return links
  }

  private static func keepsCreationOrder(_ group: borrowing HDF5Handle) -> Bool {
    guard let properties = HDF5Handle(H5Gget_create_plist(group.id)) else { return false }
    var flags: UInt32 = 0
    return unsafe H5Pget_link_creation_order(properties.id, &flags) >= 0 && flags & UInt32(H5P_CRT_ORDER_TRACKED) != 0
  }
}
