/// The order and the layout of layers: from the manifest, from the file where it stores them in the order of their
/// definition, or from natural name order; each checked by the chain of shapes.
struct LayerOrder {
  let layers: [LayerPlan]
  /// How the order was found, for the coverage table.
  let reading: String
  /// Settles the order, or says what is ambiguous and what to put in the config.
  ///
  /// - Parameters:
  ///   - named: the layers in the order of the file.
  ///   - isDefinitionOrder: whether that order means something.
  init(_ named: [LayerPlan], isDefinitionOrder: Bool, manifest: ModelManifest) throws(LayerOrderError) {
    if let names = manifest.layers {
      let listed = try Self.pick(names, from: named)
      self = try LayerOrder(settlingLayoutOf: listed, manifest: manifest, reading: "order from the config")
      return
    }
    let contradictsNumbers = !Self.respectNumbers(named)
    if isDefinitionOrder, !contradictsNumbers {
      do throws(LayerOrderError) {
        self = try LayerOrder(settlingLayoutOf: named, manifest: manifest, reading: Self.definitionOrder)
        return
      } catch .doesNotChain {
        // A class may define its layers in another order than it calls them.
      }
    }
    let natural = naturallySorted(named, by: \.name)
    if Self.differInNumbersAlone(named.map(\.name)) {
      if isDefinitionOrder, contradictsNumbers, Self.chains(named) {
        throw .ambiguousOrder(natural.map(\.name))
      }
      self = try LayerOrder(settlingLayoutOf: natural, manifest: manifest, reading: "natural name order")
    } else {
      self = try LayerOrder(chaining: natural, manifest: manifest)
    }
  }

  static let definitionOrder = "order of definition, from the file"

  /// True where names differ in numbers alone: then the numbers are the order, and no other is looked for. Words have no
  /// order: that of the alphabet is chance.
  static func differInNumbersAlone(_ names: [String]) -> Bool { Set(names.map(stem)).count == 1 }

  /// A name without its numbers.
  private static func stem(_ name: String) -> String { name.filter { !$0.isNumber } }

  /// True where layers whose names differ in numbers alone stand in the order of the numbers.
  private static func respectNumbers(_ layers: [LayerPlan]) -> Bool {
    Dictionary(grouping: layers.map(\.name), by: stem).values.allSatisfy { $0 == naturallySorted($0, by: \.self) }
  }

  private init(layers: [LayerPlan], reading: String) {
    self.layers = layers
    self.reading = reading
  }

  /// The layouts that are possible: the config decides, then names that agree, then the shapes.
  private static func layouts(of layers: [LayerPlan], _ manifest: ModelManifest) -> [ModelManifest.Layout] {
    let suggested = Set(layers.map(\.suggestedLayout))
    let told = manifest.layout ?? (suggested.count == 1 ? suggested.first! : nil)
    return told.map { [$0] } ?? ModelManifest.Layout.allCases
  }

  /// Keeps the order and finds the layout in which it chains.
  private init(
    settlingLayoutOf layers: [LayerPlan], manifest: ModelManifest, reading: String
  ) throws(LayerOrderError) {
    let layouts = Self.layouts(of: layers, manifest)
    let fitting = layouts.filter { layout in
      Self.chains(layers.map { $0.stored(as: layout) }) && Self.biasesFit(layers.map { $0.stored(as: layout) })
    }
    guard fitting.count <= 1 else { throw .ambiguousLayout }
    guard let layout = fitting.first else { throw Self.fault(in: layers.map { $0.stored(as: layouts[0]) }) }
    self.init(layers: layers.map { $0.stored(as: layout) }, reading: reading)
  }

  /// Searches the only order and layout in which the shapes chain, where names give no order. Numbers of equal stems count.
  private init(chaining layers: [LayerPlan], manifest: ModelManifest) throws(LayerOrderError) {
    let layouts = Self.layouts(of: layers, manifest)
    var found: [[LayerPlan]] = []
    for layout in layouts {
      let stored = layers.map { $0.stored(as: layout) }
      guard Self.biasesFit(stored) else { continue }
      var search = ChainSearch(stored, stems: stored.map { Self.stem($0.name) })
      switch search.run() {
      case .none: break
      case .several: throw .ambiguousOrder(layers.map(\.name))
      case .tooMany: throw .tooManyToSearch(layers.map(\.name))
      case .one(let order): found.append(order)
      }
    }
    // A chain in one layout is a chain from the other end in the other layout.
    guard found.count <= 1 else { throw .ambiguousLayout }
    guard let order = found.first else { throw Self.fault(in: layers.map { $0.stored(as: layouts[0]) }) }
    self.init(layers: order, reading: "the only order in which the shapes chain")
  }

  private static func pick(_ names: [String], from layers: [LayerPlan]) throws(LayerOrderError) -> [LayerPlan] {
    let pairs = layers.flatMap { [($0.name, $0), ($0.label, $0)] }
    let byName = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    var picked: [LayerPlan] = []
    for name in names {
      guard let layer = byName[name] else { throw .unknownLayer(name, known: layers.map(\.name)) }
      picked.append(layer)
    }
    guard !picked.isEmpty else { throw .unknownLayer("", known: layers.map(\.name)) }
    return picked
  }

  static func chains(_ layers: [LayerPlan]) -> Bool {
    zip(layers, layers.dropFirst()).allSatisfy { $0.outputs == $1.inputs }
  }

  private static func biasesFit(_ layers: [LayerPlan]) -> Bool {
    layers.allSatisfy { layer in layer.bias.map { $0.tensor.elementCount == layer.outputs } ?? true }
  }

  /// What is wrong with layers that chain in no layout.
  private static func fault(in layers: [LayerPlan]) -> LayerOrderError {
    for (lower, upper) in zip(layers, layers.dropFirst()) where lower.outputs != upper.inputs {
      return .doesNotChain(
        lower: lower.label, outputs: lower.outputs, upper: upper.label, inputs: upper.inputs)
    }
    for layer in layers {
      if let bias = layer.bias?.tensor, bias.elementCount != layer.outputs {
        return .biasLength(bias: bias.name, entries: bias.elementCount, outputs: layer.outputs)
      }
    }
    return .ambiguousLayout
  }
}

/// Depth-first search for orders in which every layer's inputs are the outputs of the one below; stops at the second.
///
/// Its stack is as deep as there are layers, and a step takes as long: a file of many thousand tensors must not come here.
private struct ChainSearch {
  private static let layerLimit = 100
  private static let stepLimit = 100_000

  enum Result {
    case none
    case one([LayerPlan])
    case several, tooMany
  }

  private let layers: [LayerPlan]
  /// Names without numbers: layers of one stem come in their order.
  private let stems: [String]
  private var found: [[LayerPlan]] = []
  private var steps = 0

  /// - Parameter layers: in natural order.
  init(_ layers: [LayerPlan], stems: [String]) {
    self.layers = layers
    self.stems = stems
  }

  mutating func run() -> Result {
    if layers.count > Self.layerLimit { return .tooMany }
    extend([], Set(layers.indices))
    if steps > Self.stepLimit { return .tooMany }
    return found.isEmpty ? .none : found.count > 1 ? .several : .one(found[0])
  }

  private mutating func extend(_ chain: [Int], _ left: Set<Int>) {
    steps += 1
    guard found.count < 2, steps <= Self.stepLimit else { return }
    if left.isEmpty { found.append(chain.map { layers[$0] }) }
    for next in left
    where (chain.last.map { layers[$0].outputs == layers[next].inputs } ?? true)
      && !left.contains(where: { $0 < next && stems[$0] == stems[next] })
    {
      extend(chain + [next], left.subtracting([next]))
    }
  }
}

/// Why the tensors of a file have no certain order as layers.
public enum LayerOrderError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Two layers that follow each other do not fit.
  case doesNotChain(lower: String, outputs: Int, upper: String, inputs: Int)
  /// A bias does not fit its layer.
  case biasLength(bias: String, entries: Int, outputs: Int)
  /// Several orders fit.
  case ambiguousOrder([String])
  /// Too many layers to search an order for.
  case tooManyToSearch([String])
  /// The shapes fit (out × in) as well as (in × out).
  case ambiguousLayout
  /// The manifest names a layer that the file does not have.
  case unknownLayer(String, known: [String])

  /// The cause in one line, with what to do.
  public var description: String {
    switch self {
    case .doesNotChain(let lower, let outputs, let upper, let inputs):
      "layers do not chain: \(lower) has \(outputs) outputs, \(upper) expects \(inputs) inputs"
    case .biasLength(let bias, let entries, let outputs): "\(bias) has \(entries) entries for \(outputs) outputs"
    case .ambiguousOrder(let names):
      "several orders of the layers fit their shapes; list them in gapbound.yaml, from the input: layers: [\(names.joined(separator: ", "))]"
    case .tooManyToSearch(let names):
      "the natural order of the \(names.count) layers does not chain; list them in gapbound.yaml, from the input: layers: [\(names.joined(separator: ", "))]"
    case .ambiguousLayout:
      "the shapes fit (out × in) and (in × out) alike; say which in gapbound.yaml: layout: out_in, or layout: in_out"
    case .unknownLayer(let name, let known):
      "the config names layer \(name); the file has \(known.joined(separator: ", "))"
    }
  }
}
