/// Finds the tensors of a pickle's graph and names them by the path of keys that leads to them, in the pickle's order.
///
/// A graph may refer to one object from many places, and so stand for exponentially many paths. Shared objects are listed
/// under each path, as torch does, but the number of visits is limited by a small multiple of the number of nodes.
struct TensorCollector {
  let graph: PickleGraph
  private(set) var found: [(name: String, tensor: PickledTensor)] = []
  /// Paths of the dictionaries, lists and models that hold the tensors found.
  private(set) var states: Set<String> = []
  private var path: [String] = []
  /// How many components of the path lead to the innermost dictionary, or to the model that is being visited.
  private var stateDepth = 0
  private var isInsideModel = false
  /// The names in use, each with the last number that a copy of it got: counting anew for every copy would be quadratic.
  private var names: [String: Int] = [:]
  /// How many parts of containers may still be looked at. Each took 24 bytes of counted memory or more.
  private var visitsLeft: Int
  /// Bytes that names may still take. An honest file has one name for each tensor, whose parts were counted too.
  private var namesLeft: Int
  /// Containers whose parts are being visited.
  private var open: Set<Int> = []
  /// Containers that hold no tensor.
  private var barren: Set<Int> = []

  /// No honest checkpoint nests deeper; the walk recurses this far at most.
  static let depthLimit = 200

  private init(_ graph: PickleGraph) {
    self.graph = graph
    visitsLeft = graph.memoryUsed / 4 + 1_000_000
    namesLeft = min(graph.memoryLimit, 4 * graph.memoryUsed + (4 << 20))
  }

  /// Collects all tensors below a value. A tensor that is the root itself is called by `rootName`.
  init(_ root: PickleValue, in graph: PickleGraph, rootName: String) throws(PickleFault) {
    self.init(graph)
    if let tensor = graph.tensor(root) {
      found = [(rootName, tensor)]
    } else {
      _ = try visit(root)
    }
  }

  /// Visits a value; false where nothing below it is a tensor.
  private mutating func visit(_ value: PickleValue) throws(PickleFault) -> Bool {
    guard case .node(let index) = value, !barren.contains(index) else { return false }
    switch graph.nodes[index] {
    case .tensor(let tensor):
      try add(tensor)
      return true
    case .container(let container):
      // A circle leads to something that is being visited anyway.
      guard !open.contains(index) else { return true }
      guard path.count < Self.depthLimit else {
        throw .malformed(offset: 0, reason: "its objects are nested more than \(Self.depthLimit) deep")
      }
      open.insert(index)
      let holdsTensors = try visitParts(of: container)
      open.remove(index)
      if !holdsTensors { barren.insert(index) }
      return holdsTensors
    default: return false
    }
  }

  private mutating func visitParts(of container: PickleContainer) throws(PickleFault) -> Bool {
    let parts = graph.moduleParts(of: container)
    let outer = (stateDepth, isInsideModel)
    defer { (stateDepth, isInsideModel) = outer }
    if !isInsideModel { (stateDepth, isInsideModel) = (path.count, parts != nil) }
    // As state_dict names them: the three dictionaries do not appear.
    var lists = [parts?.parameters, parts?.buffers, parts?.modules].map { $0?.entries ?? [] }
    lists.append(graph.entries(container))
    let attributes = graph.attributes(container)
    lists.append(parts == nil ? attributes : attributes.filter { !graph.isModulePart($0.key) })
    visitsLeft -= lists.reduce(1 + container.items.count) { $0 + $1.count }
    guard visitsLeft > 0 else {
      throw .malformed(offset: 0, reason: "its objects refer to one another too often to follow every path")
    }
    var holdsTensors = false
    for (key, value) in lists.joined() { if try visit(value, as: key) { holdsTensors = true } }
    for (place, value) in container.items.enumerated() {
      if try visit(value, as: .integer(place)) { holdsTensors = true }
    }
    if container.className?.name != "OrderedDict", try visit(container.arguments, as: .text("arguments")) {
      holdsTensors = true
    }
    return holdsTensors
  }

  private mutating func visit(_ value: PickleValue, as key: PickleValue) throws(PickleFault) -> Bool {
    guard case .node = value else { return false }
    path.append(Self.component(key))
    defer { path.removeLast() }
    return try visit(value)
  }

  private mutating func add(_ tensor: PickledTensor) throws(PickleFault) {
    let plain = path.joined(separator: ".")
    var name = plain
    var copy = 1
    if let last = names[plain] {
      copy = last
      repeat {
        copy += 1
        name = "\(plain)#\(copy)"
      } while names[name] != nil
      names[plain] = copy
    }
    names[name] = 1
    namesLeft -= name.utf8.count + 256
    guard namesLeft > 0, copy < 1000 else { throw .tooLarge(limit: graph.memoryLimit) }
    found.append((name, tensor))
    states.insert(path[..<stateDepth].joined(separator: "."))
  }

  private static func component(_ key: PickleValue) -> String {
    switch key {
    case .text(let text): text
    case .integer(let number): "\(number)"
    case .bool(let flag): "\(flag)"
    case .number(let number): "\(number)"
    case .none: "none"
    case .node(let index): "key\(index)"
    }
  }
}

extension PickleGraph {
  /// The three dictionaries of a `torch.nn.Module`; nil for anything else.
  func moduleParts(
    of object: PickleContainer
  ) -> (parameters: PickleContainer?, buffers: PickleContainer?, modules: PickleContainer?)? {
    guard object.className != nil, let modules = attribute("_modules", of: object).flatMap(container) else {
      return nil
    }
    return (
      attribute("_parameters", of: object).flatMap(container), attribute("_buffers", of: object).flatMap(container),
      modules
    )
  }

  /// True for attributes of a module that are visited elsewhere, and for its hooks.
  func isModulePart(_ key: PickleValue) -> Bool {
    guard let key = text(key) else { return false }
    return ["_parameters", "_buffers", "_modules"].contains(key) || key.hasSuffix("_hooks")
  }
}
