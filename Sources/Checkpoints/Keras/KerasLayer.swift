import TensorFiles

/// One layer of a Keras configuration.
struct KerasLayer: Equatable {
  let name: String
  let className: String
  let config: JSONTree
  /// Sides of one sample at its input, where the configuration tells all of them.
  let inputShape: [Int]?
  /// Names of the layers whose outputs it takes, for each of its calls; only in functional models.
  let calls: [[String]]
  /// True where a call says `training=True`: Dropout then drops at inference, too, and BatchNormalization takes the
  /// statistics of the batch.
  let isTraining: Bool
  /// True for a class that is not Keras's own, whatever its name.
  let isCustom: Bool

  /// Reads the entry of a layer; nil where it has no class or no name.
  init?(_ entry: JSONTree) {
    config = entry["config"]
    guard let className = entry["class_name"].text, let name = entry["name"].text ?? config["name"].text else {
      return nil
    }
    self.name = name
    self.className = className
    inputShape =
      [config["batch_shape"], config["batch_input_shape"], entry["build_config"]["input_shape"]]
      .lazy.compactMap(Self.sampleShape).first
    let nodes = entry["inbound_nodes"].elements ?? []
    calls = nodes.map(Self.sources)
    isTraining = nodes.contains(where: Self.saysTraining)
    isCustom =
      !Self.isKeras(module: entry["module"].text) || entry["registered_name"].text?.contains(">") == true
  }

  /// For messages.
  var title: String { "layer \(name) (\(className))" }

  static func isKeras(module: String?) -> Bool {
    guard let package = module?.prefix(while: { $0 != "." }) else { return true }
    return ["keras", "tf_keras", "tensorflow"].contains(package)
  }

  /// The sides after the batch's; nil where one is unknown or impossible.
  private static func sampleShape(_ value: JSONTree) -> [Int]? {
    guard let sides = value.elements, sides.count > 1 else { return nil }
    let known = sides.dropFirst().compactMap(\.integer)
    guard known.count == sides.count - 1, known.allSatisfy({ $0 > 0 }), checkedElementCount(known) != nil else {
      return nil
    }
    return known
  }

  /// The layers that a call takes its arguments from: `["x", 0, 0, {}]` in Keras 2, tensors with a history in Keras 3.
  private static func sources(_ value: JSONTree) -> [String] {
    switch value {
    case .list(let elements):
      if let name = elements.first?.text, elements.count >= 3, elements[1].number != nil { return [name] }
      return elements.flatMap(sources)
    case .object(let members):
      if let name = members["config"]?["keras_history"].elements?.first?.text { return [name] }
      return (members["args"].map(sources) ?? []) + (members["kwargs"].map(sources) ?? [])
        + (members["args"] == nil ? members.keys.sorted().flatMap { sources(members[$0]!) } : [])
    default: return []
    }
  }

  private static func saysTraining(_ value: JSONTree) -> Bool {
    switch value {
    case .list(let elements): elements.contains(where: saysTraining)
    case .object(let members):
      ![nil, .null, .bool(false)].contains(members["training"]) || members["kwargs"].map(saysTraining) == true
    default: false
    }
  }
}
