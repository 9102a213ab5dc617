import TensorFiles

/// What a tensor is by its name: a part of a linear layer or of a batch normalization.
///
/// Understood: `0.weight`, `fc1.bias`, `dense/kernel:0`, `fc1_weight`, `W0`, `b0`, `weights_1`, `biases_1`; torch's
/// weight_norm (`0.weight_g`, `0.weight_v`, `0.parametrizations.weight.original0` and `1`); `running_mean`,
/// `running_var`, `moving_mean`, `moving_variance`, `gamma`, `beta`; Keras 3's `layers/dense/vars/0` and `/1`.
struct TensorRole: Equatable {
  enum Kind: Hashable {
    /// W, or the gain of a normalization.
    case weight
    /// β, of either.
    case bias
    /// g and v of W = g v / ‖v‖.
    case magnitude, direction
    /// μ and σ² of a batch normalization.
    case mean, variance
  }

  let kind: Kind
  /// What the tensors of one layer share.
  let layer: String
  /// How the name suggests the matrix is stored: Keras says "kernel" for (in × out), torch "weight" for (out × in).
  let layout: ModelManifest.Layout?

  init?(name: String) {
    if let role = Self.suffixes.lazy.compactMap({ Self.role(name, $0.suffix, $0.kind) }).first {
      self = role
      return
    }
    if let match = name.wholeMatch(of: /(.+)\/vars\/([01])/) {
      self.init(kind: match.output.2 == "0" ? .weight : .bias, layer: String(match.output.1), layout: .inOut)
      return
    }
    let pattern = /(?:(.+)[_.\/])?(weights?|kernel|w|bias(?:es)?|b)_?([0-9]*)(?::0)?/.ignoresCase()
    guard let match = name.wholeMatch(of: pattern) else { return nil }
    let (prefix, word, digits) = (match.output.1 ?? "", match.output.2.lowercased(), match.output.3)
    let layer = prefix.isEmpty || digits.isEmpty ? String(prefix + digits) : "\(prefix).\(digits)"
    self.init(
      kind: word.hasPrefix("b") ? .bias : .weight, layer: layer,
      layout: word == "kernel" ? .inOut : word == "weight" && name.contains(".") ? .outIn : nil)
  }

  private init(kind: Kind, layer: String, layout: ModelManifest.Layout?) {
    self.kind = kind
    self.layer = layer
    self.layout = layout
  }

  /// Whole last parts of names; the layer is what comes before.
  private static let suffixes: [(suffix: String, kind: Kind)] = [
    ("parametrizations.weight.original0", .magnitude), ("parametrizations.weight.original1", .direction),
    ("weight_g", .magnitude), ("weight_v", .direction), ("running_mean", .mean), ("running_var", .variance),
    ("moving_mean", .mean), ("moving_variance", .variance), ("gamma", .weight), ("beta", .bias),
  ]

  private static func role(_ name: String, _ suffix: String, _ kind: Kind) -> TensorRole? {
    let plain = name.hasSuffix(":0") ? String(name.dropLast(2)) : name
    guard plain.hasSuffix(suffix) else { return nil }
    let rest = plain.dropLast(suffix.count)
    guard rest.isEmpty || rest.last == "." || rest.last == "/" else { return nil }
    return TensorRole(kind: kind, layer: String(rest.dropLast()), layout: nil)
  }

  /// The position in `np.savez(file, a, b, …)`, which names arrays arr_0, arr_1, …
  static func position(ofName name: String) -> Int? {
    name.wholeMatch(of: /arr_([0-9]+)/).flatMap { Int($0.output.1) }
  }
}
