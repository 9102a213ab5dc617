/// Builds the description of a pickled or scripted torch module.
struct ModuleTree {
  private let graph: PickleGraph
  /// How many attributes may still be looked at: shared modules stand in several places.
  private var attributesLeft: Int
  /// Which nodes are modules, as far as was looked.
  private var modules: [Int: Bool] = [:]

  private init(_ graph: PickleGraph) {
    self.graph = graph
    attributesLeft = graph.memoryUsed / 4 + 1_000_000
  }

  /// The module that a pickle's root is, or the first one among the root's entries; nil where there is none.
  static func description(of root: PickleValue, in graph: PickleGraph) throws(PickleFault) -> ModuleDescription? {
    guard let container = graph.container(root) else { return nil }
    var tree = ModuleTree(graph)
    if try tree.isModule(root, container) { return try tree.module(container, name: "", depth: 0) }
    for (key, value) in graph.entries(container) {
      if let inner = graph.container(value), try tree.isModule(value, inner) {
        return try tree.module(inner, name: graph.text(key) ?? "", depth: 0)
      }
    }
    return nil
  }

  private mutating func isModule(_ value: PickleValue, _ object: PickleContainer) throws(PickleFault) -> Bool {
    guard case .node(let index) = value else { return false }
    if let known = modules[index] { return known }
    try charge(graph.attributeCount(of: object))
    let isModule = graph.moduleParts(of: object) != nil || isScripted(object)
    modules[index] = isModule
    return isModule
  }

  private mutating func charge(_ count: Int) throws(PickleFault) {
    attributesLeft -= 1 + count
    guard attributesLeft > 0 else {
      throw .malformed(offset: 0, reason: "its modules refer to one another too often to follow every path")
    }
  }

  private func isScripted(_ object: PickleContainer) -> Bool { object.className?.module.hasPrefix("__torch__") == true }

  private mutating func module(
    _ object: PickleContainer, name: String, depth: Int
  ) throws(PickleFault) -> ModuleDescription {
    guard depth < TensorCollector.depthLimit else {
      throw .malformed(offset: 0, reason: "its modules are nested more than \(TensorCollector.depthLimit) deep")
    }
    try charge(graph.attributeCount(of: object))
    let found = graph.attributes(object)
    var attributes: [String: Double] = [:]
    var options: [String: String] = [:]
    for (key, value) in found {
      guard let key = graph.text(key), !key.hasPrefix("_") else { continue }
      switch value {
      case .text(let text) where text.utf8.count <= 200: options[key] = text
      default:
        if let number = number(value) { attributes[key] = number }
        // Sides such as those of a kernel.
        for (axis, side) in (graph.integers(value) ?? []).prefix(8).enumerated() {
          attributes["\(key).\(axis)"] = Double(side)
        }
      }
    }
    var children: [ModuleDescription] = []
    let candidates =
      isScripted(object) ? found : graph.moduleParts(of: object)?.modules?.entries ?? []
    try charge(candidates.count)
    for (key, value) in candidates {
      guard let key = graph.text(key), let child = graph.container(value), try isModule(value, child) else { continue }
      children.append(try module(child, name: key, depth: depth + 1))
    }
    return ModuleDescription(
      name: name, className: Self.plainName(object.className), attributes: attributes, options: options,
      children: children)
  }

  private func number(_ value: PickleValue) -> Double? {
    switch value {
    case .bool(let flag): flag ? 1 : 0
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  /// `__torch__.torch.nn.modules.linear.___torch_mangle_0.Linear` is `torch.nn.modules.linear.Linear`.
  private static func plainName(_ name: PickleGlobal?) -> String {
    let parts = (name.map { "\($0)" } ?? "").split(separator: ".")
    return parts.filter { $0 != "__torch__" && !$0.hasPrefix("___torch_mangle_") }.joined(separator: ".")
  }
}
