import TensorFiles

/// What tensors make by their names: linear layers and batch normalizations, and the tensors that are no part of one.
struct NamedLayers {
  /// One group of tensors.
  enum Item: Sendable, Equatable {
    case layer(LayerPlan)
    case normalization(NamedNormalization)
  }

  /// In the order in which the file stores them.
  private(set) var items: [Item] = []
  /// Floating-point tensors that are part of neither.
  private(set) var others: [TensorDescription] = []

  /// Groups tensors. O(tensors).
  init(of tensors: [NamedTensor]) {
    let positions = tensors.map { TensorRole.position(ofName: $0.name) }
    if !tensors.isEmpty, positions.allSatisfy({ $0 != nil }) {
      let order = tensors.indices.sorted { positions[$0]! < positions[$1]! }
      readPositional(order.map { tensors[$0] })
    } else {
      readNamed(tensors)
    }
  }

  /// The linear layers alone.
  var layers: [LayerPlan] {
    items.compactMap { if case .layer(let layer) = $0 { layer } else { nil } }
  }

  /// A matrix begins a layer; a vector right after it is its bias.
  private mutating func readPositional(_ tensors: [NamedTensor]) {
    var index = 0
    while index < tensors.count {
      let item = tensors[index]
      index += 1
      guard item.tensor.shape.count == 2 else {
        others.append(item.tensor)
        continue
      }
      let hasBias = index < tensors.count && tensors[index].tensor.shape.count == 1
      items.append(
        .layer(
          LayerPlan(
            name: item.name, label: item.name, source: .stored(item.tensor, .outIn),
            bias: hasBias ? BiasSource(tensors[index].tensor) : nil)))
      if hasBias { index += 1 }
    }
  }

  private mutating func readNamed(_ tensors: [NamedTensor]) {
    var groups: [String: Group] = [:]
    var keys: [String] = []
    for item in tensors {
      let role = TensorRole(name: item.name)
      // A matrix with any name may be a layer's.
      guard let kind = role?.kind ?? (item.tensor.shape.count == 2 ? .weight : nil) else {
        others.append(item.tensor)
        continue
      }
      let key = role?.layer ?? item.name
      if groups[key] == nil { keys.append(key) }
      if !groups[key, default: Group()].add(item, as: kind, layout: role?.layout) { others.append(item.tensor) }
    }
    for key in keys {
      guard let group = groups[key] else { continue }
      if let item = group.item(key: key) { items.append(item) } else { others += group.tensors }
    }
  }
}

/// The tensors that share a layer's name.
private struct Group {
  var parts: [TensorRole.Kind: NamedTensor] = [:]
  var layout: ModelManifest.Layout?

  /// False where the group has such a part already.
  mutating func add(_ item: NamedTensor, as kind: TensorRole.Kind, layout: ModelManifest.Layout?) -> Bool {
    guard parts[kind] == nil else { return false }
    parts[kind] = item
    if let layout { self.layout = layout }
    return true
  }

  /// All of them, those with most axes first: the kernel tells better than its bias what the group is.
  var tensors: [TensorDescription] {
    naturallySorted(parts.values, by: \.name).map(\.tensor).sorted { $0.shape.count > $1.shape.count }
  }

  private func tensor(_ kind: TensorRole.Kind, rank: Int) -> TensorDescription? {
    parts[kind].flatMap { $0.tensor.shape.count == rank ? $0.tensor : nil }
  }

  /// What the parts make; nil where they are no linear layer and no batch normalization.
  func item(key: String) -> NamedLayers.Item? {
    let kinds = Set(parts.keys)
    let bias = tensor(.bias, rank: 1)
    if kinds.contains(.bias), bias == nil { return nil }
    if kinds.subtracting([.bias]) == [.weight], let weight = parts[.weight], weight.tensor.shape.count == 2 {
      let name = key.isEmpty || key.allSatisfy(\.isNumber) && !weight.name.hasPrefix(key) ? weight.name : key
      return .layer(
        LayerPlan(
          name: name, label: weight.name, source: .stored(weight.tensor, .outIn), bias: bias.map { BiasSource($0) },
          suggestedLayout: layout))
    }
    if kinds.subtracting([.bias]) == [.magnitude, .direction], let magnitude = parts[.magnitude]?.tensor,
      let direction = tensor(.direction, rank: 2)
    {
      let label = key.isEmpty ? "weight" : "\(key).weight"
      return .layer(
        LayerPlan(
          name: key, label: label, source: .weightNorm(magnitude: magnitude, direction: direction),
          bias: bias.map { BiasSource($0) }, suggestedLayout: .outIn))
    }
    guard let mean = tensor(.mean, rank: 1), let variance = tensor(.variance, rank: 1),
      kinds.isSubset(of: [.weight, .bias, .mean, .variance])
    else { return nil }
    let gain = tensor(.weight, rank: 1)
    if kinds.contains(.weight), gain == nil { return nil }
    return .normalization(NamedNormalization(name: key, scale: gain, shift: bias, mean: mean, variance: variance))
  }
}
