import TensorFiles

/// A batch normalization by the names of its tensors. Where it stands and its ε are not in a bare state.
struct NamedNormalization: Sendable, Equatable {
  /// What the names of its tensors share.
  let name: String
  let scale: TensorDescription?
  let shift: TensorDescription?
  let mean: TensorDescription
  let variance: TensorDescription

  /// The default of torch, assumed where the config does not say otherwise.
  static let assumedEpsilon = 1e-5

  /// The affine map at inference.
  func map(epsilon: Double) -> ScaleAndShift {
    ScaleAndShift(
      .batchNormalization(scale: scale, shift: shift, mean: mean, variance: variance, epsilon: epsilon))
  }
}

/// Puts batch normalizations into the linear layers beside them.
///
/// A bare state does not say whether a normalization stands before or after the activation. The config says it, or
/// numbered names do: modules of a `Sequential` are numbered in the order of evaluation, so 0 (linear), 1 (normalization),
/// 3 (linear) leaves 2 for the activation.
struct NormalizationFolding {
  private(set) var layers: [LayerPlan]
  private(set) var remarks: [String] = []
  /// Why a normalization has no certain place; nil where all have.
  private(set) var obstacle: String?

  /// Folds the normalizations among items that stand in the order of evaluation.
  init(_ items: [NamedLayers.Item], manifest: ModelManifest) {
    layers = []
    let epsilon = manifest.batchNormEpsilon ?? NamedNormalization.assumedEpsilon
    var waiting: [NamedNormalization] = []
    for (index, item) in items.enumerated() {
      switch item {
      case .layer(var layer):
        for normalization in waiting.reversed() {
          layer.adjustments.append(.inputs(normalization.map(epsilon: epsilon)))
        }
        waiting = []
        layers.append(layer)
      case .normalization(let normalization):
        switch Self.place(of: normalization, at: index, in: items, manifest) {
        // The input has no layer before it: whatever the config says of the others.
        case .before? where layers.isEmpty && index == 0:
          waiting.append(normalization)
          remark(normalization, "at the input, folded into the next layer", manifest)
        case .before? where !layers.isEmpty:
          layers[layers.count - 1].adjustments.append(.outputs(normalization.map(epsilon: epsilon)))
          remark(normalization, "before the activation, folded into layer \(layers[layers.count - 1].name)", manifest)
        case .after?:
          waiting.append(normalization)
          remark(normalization, "after the activation, folded into the next layer", manifest)
        default:
          obstacle =
            obstacle
            ?? "batch normalization \(normalization.name): a bare state does not say where it stands; "
            + (manifest.batchNorm == nil
              ? "say it in gapbound.yaml (batch_norm: before_activation, or after_activation), or export to ONNX"
              : "no layer stands before it; export to ONNX")
        }
      }
    }
    if let last = waiting.last {
      obstacle = obstacle ?? "batch normalization \(last.name) has no linear layer after it"
    }
    if let fault = layers.lazy.compactMap({ layer in layer.fault.map { "\(layer.name): \($0)" } }).first {
      obstacle = obstacle ?? fault
    }
  }

  private mutating func remark(_ normalization: NamedNormalization, _ place: String, _ manifest: ModelManifest) {
    let epsilon = manifest.batchNormEpsilon.map { "\($0) (config)" } ?? "\(NamedNormalization.assumedEpsilon) (assumed)"
    let source = manifest.batchNorm == nil ? "by its number" : "config"
    remarks.append("batch normalization \(normalization.name) stands \(place) (\(source)); its ε is \(epsilon)")
  }

  private static func place(
    of normalization: NamedNormalization, at index: Int, in items: [NamedLayers.Item], _ manifest: ModelManifest
  ) -> ModelManifest.BatchNormPlace? {
    if let said = manifest.batchNorm { return said }
    guard let own = Int(normalization.name) else { return nil }
    let lower = items[..<index].last.flatMap(\.number)
    let upper = items[(index + 1)...].first.flatMap(\.number)
    // Right behind the layer, with room for an activation before the next one; or the other way round.
    if lower == own - 1, upper.map({ $0 > own + 1 }) ?? true { return .before }
    if upper == own + 1, lower.map({ $0 < own - 1 }) ?? true { return .after }
    return nil
  }
}

extension NormalizationFolding {
  /// Puts every normalization behind the layer of the same number (bn1 behind fc1), where names are words with numbers; nil
  /// where that does not tell the layer of each.
  static func paired(_ items: [NamedLayers.Item], with layers: [LayerPlan]) -> [NamedLayers.Item]? {
    var byNumber: [String: [NamedLayers.Item]] = [:]
    for item in items {
      if case .normalization(let normalization) = item {
        byNumber[normalization.name.filter(\.isNumber), default: []].append(item)
      }
    }
    var result: [NamedLayers.Item] = []
    for layer in layers {
      result.append(.layer(layer))
      let number = layer.name.filter(\.isNumber)
      guard !number.isEmpty, let partners = byNumber.removeValue(forKey: number) else { continue }
      guard partners.count == 1 else { return nil }
      result += partners
    }
    return byNumber.isEmpty ? result : nil
  }
}

extension NamedLayers.Item {
  fileprivate var number: Int? {
    switch self {
    case .layer(let layer): Int(layer.name)
    case .normalization(let normalization): Int(normalization.name)
    }
  }
}
