/// The values that a pickle builds, as nodes that name one another by index.
struct PickleGraph {
  private(set) var nodes: [PickleNode] = []
  /// Storages by their key, in the order in which the pickle names them first.
  var storages: [String: TorchStorage] = [:]
  /// Classes and functions that became opaque objects, in order.
  private(set) var opaqueNames: [String] = []
  private var knownOpaqueNames: Set<PickleGlobal> = []
  /// The bytes of memory that values may take, and took so far.
  let memoryLimit: Int
  private(set) var memoryUsed = 0

  init(memoryLimit: Int) { self.memoryLimit = memoryLimit }

  /// Counts memory before it is used.
  mutating func charge(_ byteCount: Int) throws(PickleFault) {
    let (sum, overflow) = memoryUsed.addingReportingOverflow(byteCount)
    guard !overflow, sum <= memoryLimit else { throw .tooLarge(limit: memoryLimit) }
    memoryUsed = sum
  }

  mutating func add(_ node: PickleNode) throws(PickleFault) -> PickleValue {
    var cost = 48
    if case .container(let container) = node { cost += 112 + container.items.count * 24 }
    try charge(cost)
    nodes.append(node)
    return .node(nodes.count - 1)
  }

  mutating func add(_ kind: PickleContainer.Kind, _ items: [PickleValue] = []) throws(PickleFault) -> PickleValue {
    try add(.container(PickleContainer(kind, items: items)))
  }

  /// Notes a class or function that this reader knows nothing of.
  mutating func noteOpaque(_ global: PickleGlobal) {
    if knownOpaqueNames.insert(global).inserted { opaqueNames.append("\(global)") }
  }

  func node(_ value: PickleValue) -> PickleNode? { if case .node(let index) = value { nodes[index] } else { nil } }

  func container(_ value: PickleValue) -> PickleContainer? {
    if case .container(let container)? = node(value) { container } else { nil }
  }

  func global(_ value: PickleValue) -> PickleGlobal? { if case .global(let name)? = node(value) { name } else { nil } }

  func tensor(_ value: PickleValue) -> PickledTensor? {
    if case .tensor(let tensor)? = node(value) { tensor } else { nil }
  }

  func storage(_ value: PickleValue) -> TorchStorage? {
    if case .storage(let storage)? = node(value) { storage } else { nil }
  }

  /// The elements of a list or tuple; also of `torch.Size`, which is one.
  func items(_ value: PickleValue) -> [PickleValue]? {
    guard let container = container(value) else { return nil }
    return container.kind == .list || container.kind == .tuple ? container.items : nil
  }

  /// A list or tuple of integers.
  func integers(_ value: PickleValue) -> [Int]? {
    guard let items = items(value) else { return nil }
    var integers: [Int] = []
    for item in items {
      guard case .integer(let number) = item else { return nil }
      integers.append(number)
    }
    return integers
  }

  func integer(_ value: PickleValue) -> Int? { if case .integer(let number) = value { number } else { nil } }

  func text(_ value: PickleValue) -> String? { if case .text(let text) = value { text } else { nil } }

  /// The keys and values of a dictionary or of an object that is one; those that an `OrderedDict` of Python 2 was made
  /// from come first.
  func entries(_ container: PickleContainer) -> [(key: PickleValue, value: PickleValue)] {
    guard container.className?.name == "OrderedDict", let arguments = items(container.arguments),
      let pairs = arguments.first.flatMap(items)
    else { return container.entries }
    return pairs.compactMap { pair in
      items(pair).flatMap { $0.count == 2 ? (key: $0[0], value: $0[1]) : nil }
    } + container.entries
  }

  /// The attributes of an object: the dictionaries among its states, one after another.
  func attributes(_ object: PickleContainer) -> [(key: PickleValue, value: PickleValue)] {
    attributeParts(object).flatMap(\.entries)
  }

  /// The number of attributes. O(number of states).
  func attributeCount(of object: PickleContainer) -> Int {
    attributeParts(object).reduce(0) { $0 + $1.entries.count }
  }

  private func attributeParts(_ object: PickleContainer) -> [PickleContainer] {
    object.states.flatMap { state -> [PickleContainer] in
      guard let container = container(state) else { return [] }
      // An object with slots has the pair of its dictionary and that of its slots.
      guard container.kind == .tuple, container.items.count == 2 else { return [container] }
      return container.items.compactMap(self.container)
    }
  }

  /// An attribute of an object by its name.
  func attribute(_ name: String, of object: PickleContainer) -> PickleValue? {
    attributes(object).first { $0.key == .text(name) }?.value
  }
}
