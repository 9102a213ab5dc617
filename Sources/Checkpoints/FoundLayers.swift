import Networks
import TensorFiles

/// Layers that were found in a file, and how.
struct FoundLayers {
  private(set) var layers: [LayerPlan] = []
  private(set) var obstacle: CheckpointPlan.Obstacle?
  private(set) var activation: (value: Activation, source: String)?
  /// How the order was found, for the coverage table; empty where there is no network.
  private(set) var reading = ""
  private(set) var remarks: [String] = []

  /// From steps that the file describes.
  init(_ steps: StepReading, source: String) {
    let sequence = StepSequence(steps)
    layers = sequence.layers
    remarks = sequence.remarks
    activation = sequence.activation.map { ($0, source) }
    if let reason = sequence.obstacle {
      obstacle = layers.isEmpty && steps.obstacle == nil && steps.steps.isEmpty ? .noMatrix : .structure(reason)
    } else {
      reading = source
    }
  }

  /// From names and shapes.
  init(byNames tensors: [NamedTensor], isDefinitionOrder: Bool, _ manifest: ModelManifest) {
    let named = NamedLayers(of: tensors.filter { $0.tensor.elementType?.isFloatingPoint == true })
    layers = naturallySorted(named.layers, by: \.name)
    if layers.isEmpty {
      obstacle = .noMatrix
      return
    }
    if let other = named.others.first {
      obstacle = .foreignTensors("\(other.name) of shape \(other.shape) is no part of a dense layer")
      return
    }
    do throws(LayerOrderError) {
      let order = try LayerOrder(named.layers, isDefinitionOrder: isDefinitionOrder, manifest: manifest)
      reading = order.reading
      layers = order.layers
      if layers.count > 1 { remarks.append("layers in \(reading)") }
      fold(named.items, order, manifest)
    } catch {
      obstacle = .order(error)
    }
  }

  /// From the modules of a pickled model: steps where they are a `Sequential`; otherwise names in the order of definition,
  /// since how a class calls its modules is code. Their classes tell the activation where there is one kind.
  init(modules root: ModuleDescription, _ tensors: [NamedTensor], _ manifest: ModelManifest) {
    if let steps = ModuleSteps.reading(of: root, tensors) {
      self.init(steps, source: "torch modules")
      return
    }
    self.init(byNames: tensors, isDefinitionOrder: true, manifest)
    remarks.append("\(root.className) is a class of its own, whose code is not read: layers are taken by names")
    switch ModuleSteps.activation(in: root) {
    case .one(let only): activation = (only, "torch modules, the order of evaluation assumed")
    case .refused(let reason): obstacle = obstacle ?? .structure(reason)
    case .none: break
    }
  }

  /// Refuses tensors of several states as one network.
  mutating func refuse(models: [String]) {
    guard models.count > 1, obstacle != .noMatrix else { return }
    obstacle = .structure(
      "the file nests several states: \(models.prefix(5).joined(separator: ", ")); list the layers of the network in gapbound.yaml, from the input (layers: [...])"
    )
  }

  /// The matrices by their names, for norms alone, where a description could not be followed.
  mutating func listMatrices(of tensors: [NamedTensor]) {
    guard case .structure? = obstacle else { return }
    let named = NamedLayers(of: tensors.filter { $0.tensor.elementType?.isFloatingPoint == true })
    layers = naturallySorted(named.layers.filter { $0.fault == nil }, by: \.name)
  }

  /// Puts batch normalizations into the layers beside them.
  private mutating func fold(_ items: [NamedLayers.Item], _ order: LayerOrder, _ manifest: ModelManifest) {
    guard let neighbours = Self.neighbours(items, order) else {
      obstacle = .structure("names do not tell which layer each batch normalization belongs to; export to ONNX")
      return
    }
    let folding = NormalizationFolding(neighbours, manifest: manifest)
    layers = folding.layers
    remarks += folding.remarks
    obstacle = folding.obstacle.map { .structure($0) }
  }

  /// Layers in their order with the normalizations between them; nil where those have no certain place.
  private static func neighbours(_ items: [NamedLayers.Item], _ order: LayerOrder) -> [NamedLayers.Item]? {
    let hasNormalization = items.contains { if case .normalization = $0 { true } else { false } }
    guard hasNormalization else { return order.layers.map { .layer($0) } }
    let inOrder: [NamedLayers.Item]
    if order.reading == LayerOrder.definitionOrder {
      inOrder = items
    } else if LayerOrder.differInNumbersAlone(items.map(\.name)) {
      inOrder = naturallySorted(items, by: \.name)
    } else {
      return NormalizationFolding.paired(items, with: order.layers)
    }
    // The layers of the order are those of the items, with their layouts settled.
    var settled = order.layers[...]
    return inOrder.map { if case .layer = $0, let next = settled.popFirst() { .layer(next) } else { $0 } }
  }
}

extension NamedLayers.Item {
  fileprivate var name: String {
    switch self {
    case .layer(let layer): layer.name
    case .normalization(let normalization): normalization.name
    }
  }
}
