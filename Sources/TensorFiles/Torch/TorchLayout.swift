/// What a torch file tells once its pickle is understood: tensors with their checked places, and nothing of the pickle's
/// graph any more.
struct TorchLayout: Sendable {
  let tensors: [TensorDescription]
  let placed: [String: PlacedTensor]
  let metadata: [String: String]
  let structure: ModelStructure
  let remarks: [String]
  /// Paths of the dictionaries and models that hold the tensors.
  let states: [String]
  /// The whole pickle, where it is one number or a short text.
  let rootScalar: String?
  /// What the pickle was read from; arrays may lie in it.
  let pickle: any ByteSource

  /// Collects and places all tensors.
  ///
  /// - Throws: `malformedPickle`, `memoryLimit`, and what placing a tensor throws.
  init(_ contents: TorchContents, fileByteCount: Int, path: String) throws(TensorFileError) {
    let graph = contents.graph
    let collector: TensorCollector
    let modules: ModuleDescription?
    do {
      collector = try TensorCollector(contents.root, in: graph, rootName: stem(of: path))
      modules = try ModuleTree.description(of: contents.root, in: graph)
    } catch { throw error.error(path: path) }
    let found = collector.found
    states = collector.states.sorted()
    var tensors: [TensorDescription] = []
    var placed: [String: PlacedTensor] = [:]
    var budget = ReadingBudget(fileByteCount: fileByteCount)
    for (name, tensor) in found {
      budget.subtract(tensor)
      guard budget.isEnough else { throw .memoryLimit(path: path, limit: budget.limit) }
      let place = try PlacedTensor(name, tensor, in: contents, path: path)
      tensors.append(place.description)
      placed[name] = place
    }
    self.tensors = tensors
    self.placed = placed
    pickle = contents.source
    metadata = Self.metadata(contents.root, graph)
    rootScalar = Self.text(contents.root)
    // NumPy arrays alone are no state_dict.
    let hasTensors = found.contains { !$0.tensor.isArray }
    structure = modules.map(ModelStructure.modules) ?? (hasTensors ? .definitionOrder : .names)
    remarks = Self.remarks(contents, arrays: found.count { $0.tensor.isArray })
  }

  /// Numbers, flags and short texts of the root dictionary.
  private static func metadata(_ root: PickleValue, _ graph: PickleGraph) -> [String: String] {
    guard let container = graph.container(root), container.kind == .dictionary || container.className != nil else {
      return [:]
    }
    var metadata: [String: String] = [:]
    for (key, value) in graph.entries(container) {
      guard let key = graph.text(key), key.utf8.count <= 200 else { continue }
      metadata[key] = text(value)
    }
    return metadata
  }

  private static func text(_ value: PickleValue) -> String? {
    switch value {
    case .integer(let number): "\(number)"
    case .number(let number): "\(number)"
    case .bool(let flag): "\(flag)"
    case .text(let text) where text.utf8.count <= 200: text
    default: nil
    }
  }

  private static func remarks(_ contents: TorchContents, arrays: Int) -> [String] {
    var remarks = [contents.container]
    if let passedOver = contents.passedOver { remarks.append(passedOver) }
    if contents.byteOrder == .big { remarks.append("big-endian") }
    if arrays > 0 { remarks.append(arrays == 1 ? "1 NumPy array" : "\(arrays) NumPy arrays") }
    let opaque = contents.graph.opaqueNames
    remarks += opaque.prefix(20).map { "opaque: \($0.prefix(200))" }
    if opaque.count > 20 { remarks.append("opaque: \(opaque.count - 20) more") }
    return remarks
  }
}

/// How many bytes all tensors together may ask to be read: tensors may share what is stored, but not so often that reading
/// a small file takes hours.
private struct ReadingBudget {
  let limit: Int
  private let largestTensor: Int
  private var left: Int

  init(fileByteCount: Int) {
    let (product, overflow) = fileByteCount.multipliedReportingOverflow(by: 64)
    limit = overflow ? .max : max(product, 64 << 20)
    largestTensor = TorchContents.memoryLimit(fileByteCount: fileByteCount) / 8
    left = limit
  }

  var isEnough: Bool { left > 0 }

  mutating func subtract(_ tensor: PickledTensor) {
    // A tensor that is too large on its own is never read.
    guard let size = tensor.elementType?.byteCount, let count = checkedElementCount(tensor.shape),
      count <= largestTensor
    else { return }
    var byteCount = count * size
    // Such text is looked through as a whole.
    if case .inline(.latin1(let text)) = tensor.elements { byteCount = max(byteCount, text.utf8.count) }
    left = max(0, left - byteCount)
  }
}
