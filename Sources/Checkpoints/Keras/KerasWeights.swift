import TensorFiles

/// Which tensors are the weights of which layer.
///
/// Legacy files list them by the layer's name. Keras 3 stores them under the layer's class and its number among those of
/// the class, `layers/dense_1/vars/0`, and attaches the name; where both are there they must agree.
struct KerasWeights {
  private let tensors: [String: TensorDescription]
  private let listed: [String: [String]]
  private var counted: [String: [String]] = [:]

  init(_ description: KerasDescription, layers: [KerasLayer], tensors: [TensorDescription]) {
    self.tensors = Dictionary(tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    listed = description.weights
    var used: [String: Int] = [:]
    for layer in layers {
      let name = Self.snakeCase(layer.className)
      let count = used[name, default: 0]
      used[name] = count + 1
      let folder = count == 0 ? name : "\(name)_\(count)"
      // The second root is that of TensorFlow 2.12.
      for root in ["layers", "_layer_checkpoint_dependencies"] where self.tensors["\(root)/\(folder)/vars/0"] != nil {
        counted[layer.name] = (0..<8).map { "\(root)/\(folder)/vars/\($0)" }
      }
    }
  }

  /// The tensors of a layer in the order of `roles`.
  ///
  /// - Parameter ignored: a role that a layer may have besides.
  func tensors(
    of layer: KerasLayer, _ roles: [String], ignoring ignored: String? = nil
  ) throws(KerasFault) -> [TensorDescription] {
    if let a = listed[layer.name]?.first, let b = counted[layer.name]?.first, a != b {
      throw KerasFault("layer \(layer.name), whose weights are \(a) by its name and \(b) by its place")
    }
    let names = listed[layer.name] ?? counted[layer.name] ?? []
    let found = names.compactMap { tensors[$0] }
    guard found.map(\.name) == Array(names.prefix(found.count)),
      found.count == roles.count || ignored != nil && found.count == roles.count + 1
    else {
      throw KerasFault("layer \(layer.name), which has \(found.count) weights in the file and needs \(roles.count)")
    }
    for (tensor, role) in zip(found, roles) {
      guard let said = Self.role(tensor.name), said != role else { continue }
      throw KerasFault("layer \(layer.name), where \(tensor.name) stands in the place of \(role)")
    }
    return Array(found.prefix(roles.count))
  }

  /// The last part of a legacy name, `dense/kernel:0`; nil where Keras 3 only counts.
  private static func role(_ name: String) -> String? {
    let last = name.split(separator: "/").last ?? ""
    let role = last.hasSuffix(":0") ? last.dropLast(2) : last
    return role.allSatisfy(\.isNumber) ? nil : String(role)
  }

  /// `BatchNormalization` becomes `batch_normalization`, `ReLU` `re_lu`, `Conv2D` `conv2d`: Keras's own rule.
  static func snakeCase(_ name: String) -> String {
    name.replacing(/(.)([A-Z][a-z]+)/) { "\($0.output.1)_\($0.output.2)" }
      .replacing(/([a-z])([A-Z])/) { "\($0.output.1)_\($0.output.2)" }.lowercased()
  }
}

/// Why a layer is no step that is understood.
struct KerasFault: Error, Equatable {
  /// A whole phrase: "layer class MaxPooling2D at layer pool1".
  let reason: String

  init(_ reason: String) { self.reason = reason }
}
