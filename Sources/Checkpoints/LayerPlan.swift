import TensorFiles

/// One dense layer as it stands in a file.
public struct LayerPlan: Sendable, Equatable {
  /// Name in reports.
  public let name: String
  /// The matrix.
  public let weight: TensorDescription
  /// The bias; nil where the layer has none.
  public let bias: TensorDescription?
  /// How the name suggests the matrix is stored.
  let suggestedLayout: ModelManifest.Layout?
  /// How it is stored.
  public internal(set) var layout: ModelManifest.Layout = .outIn

  /// Number of inputs.
  public var inputs: Int { weight.shape[layout == .outIn ? 1 : 0] }
  /// Number of outputs.
  public var outputs: Int { weight.shape[layout == .outIn ? 0 : 1] }

  func stored(as layout: ModelManifest.Layout) -> LayerPlan {
    var plan = self
    plan.layout = layout
    return plan
  }
}

/// The layers of a file by the names of its tensors, in natural order, and the tensors that are no part of one.
struct NamedLayers {
  var layers: [LayerPlan] = []
  /// Floating-point tensors that are neither the matrix nor the bias of a dense layer.
  var others: [TensorDescription] = []

  init(of tensors: [TensorDescription]) {
    let positions = tensors.map { TensorRole.position(ofName: $0.name) }
    if !tensors.isEmpty, positions.allSatisfy({ $0 != nil }) {
      let order = tensors.indices.sorted { positions[$0]! < positions[$1]! }
      readPositional(order.map { tensors[$0] })
    } else {
      readNamed(tensors)
    }
  }

  /// A matrix begins a layer; a vector right after it is its bias.
  private mutating func readPositional(_ tensors: [TensorDescription]) {
    var index = 0
    while index < tensors.count {
      let tensor = tensors[index]
      index += 1
      guard tensor.shape.count == 2 else {
        others.append(tensor)
        continue
      }
      let hasBias = index < tensors.count && tensors[index].shape.count == 1
      layers.append(
        LayerPlan(name: tensor.name, weight: tensor, bias: hasBias ? tensors[index] : nil, suggestedLayout: nil))
      if hasBias { index += 1 }
    }
  }

  private mutating func readNamed(_ tensors: [TensorDescription]) {
    var weights: [String: (TensorDescription, ModelManifest.Layout?)] = [:]
    var biases: [String: TensorDescription] = [:]
    for tensor in tensors {
      let role = TensorRole(name: tensor.name)
      switch (role?.kind, tensor.shape.count) {
      case (.weight?, 2) where weights[role!.layer] == nil: weights[role!.layer] = (tensor, role!.layout)
      case (.bias?, 1) where biases[role!.layer] == nil: biases[role!.layer] = tensor
      case (nil, 2) where weights[tensor.name] == nil: weights[tensor.name] = (tensor, nil)
      default: others.append(tensor)
      }
    }
    for (key, (weight, layout)) in naturallySorted(weights, by: \.key) {
      let name = key.isEmpty || key.allSatisfy(\.isNumber) && !weight.name.hasPrefix(key) ? weight.name : key
      layers.append(
        LayerPlan(name: name, weight: weight, bias: biases.removeValue(forKey: key), suggestedLayout: layout))
    }
    others += naturallySorted(biases.values, by: \.name)
  }
}
