import TensorFiles

/// The layers of a Keras model in the order of evaluation, read from its configuration.
struct KerasConfiguration {
  /// In the order of the configuration, which counts the layers of a class.
  let layers: [KerasLayer]
  /// In the order of evaluation.
  let chain: [KerasLayer]

  /// Why a model is no chain of layers.
  struct Obstacle: Error, Equatable {
    /// A whole sentence.
    let reason: String
  }

  /// Reads a configuration.
  init(parsing text: String) throws(Obstacle) {
    let tree: JSONTree
    do { tree = try JSONTree(parsing: text) } catch {
      throw Obstacle(reason: "the model's configuration is malformed at byte \(error.offset): \(error.reason)")
    }
    let kind = tree["class_name"].text ?? "nothing"
    guard ["Sequential", "Functional", "Model"].contains(kind) else {
      throw Obstacle(reason: "the model's class is \(kind), neither Sequential nor Functional")
    }
    // Early versions wrote a Sequential's layers without anything around them.
    guard let entries = (kind == "Sequential" ? tree["config"].elements : nil) ?? tree["config"]["layers"].elements
    else { throw Obstacle(reason: "the configuration has no layers") }
    var layers: [KerasLayer] = []
    for (index, entry) in entries.enumerated() {
      guard let layer = KerasLayer(entry) else { throw Obstacle(reason: "layer \(index) has no class or no name") }
      layers.append(layer)
    }
    guard Set(layers.map(\.name)).count == layers.count else {
      throw Obstacle(reason: "two layers have the same name")
    }
    self.layers = layers
    chain = kind == "Sequential" ? layers : try Self.chain(layers, outputs: tree["config"]["output_layers"])
  }

  /// Follows a functional model from its input to its output.
  private static func chain(_ layers: [KerasLayer], outputs: JSONTree) throws(Obstacle) -> [KerasLayer] {
    var consumers: [String: [KerasLayer]] = [:]
    for layer in layers {
      let sources = layer.calls.flatMap { $0 }
      if layer.calls.count > 1 { throw Obstacle(reason: "layer \(layer.name) is called \(layer.calls.count) times") }
      if sources.count > 1 {
        throw Obstacle(reason: "layer \(layer.name) takes \(sources.prefix(4).joined(separator: " and "))")
      }
      for source in sources { consumers[source, default: []].append(layer) }
    }
    for layer in layers {
      guard let fed = consumers[layer.name], fed.count > 1 else { continue }
      throw Obstacle(reason: "layer \(layer.name) feeds \(fed.prefix(4).map(\.name).joined(separator: " and "))")
    }
    let inputs = layers.filter { $0.calls.allSatisfy(\.isEmpty) }
    guard var last = inputs.first, inputs.count == 1 else {
      throw Obstacle(reason: "the model has \(inputs.count) inputs")
    }
    var chain = [last]
    // Each layer takes one other, so that no layer is met twice.
    while let next = consumers[last.name]?.first {
      chain.append(next)
      last = next
    }
    guard chain.count == layers.count else { throw Obstacle(reason: "not all layers are reached from the input") }
    let named = outputName(outputs)
    guard named == nil || named == last.name else {
      throw Obstacle(reason: "the output is that of layer \(named!), not of the last layer, \(last.name)")
    }
    return chain
  }

  /// `["x", 0, 0]` or `[["x", 0, 0]]`; the first of several.
  private static func outputName(_ value: JSONTree) -> String? {
    guard let first = value.elements?.first else { return value.text }
    return first.text ?? first.elements?.first?.text
  }
}
