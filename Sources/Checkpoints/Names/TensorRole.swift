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

  /// A pattern would be parsed anew for each of the file's tensors, which may be many thousands.
  init?(name: String) {
    let plain = name.hasSuffix(":0") ? name.dropLast(2) : name[...]
    if let role = Self.suffixes.lazy.compactMap({ Self.role(plain, $0.suffix, $0.kind) }).first {
      self = role
      return
    }
    for (suffix, kind) in [("/vars/0", Kind.weight), ("/vars/1", .bias)] where name.hasSuffix(suffix) && name != suffix {
      self.init(kind: kind, layer: String(name.dropLast(suffix.count)), layout: .inOut)
      return
    }
    // From the end: digits, one underscore, the word, what separates it from the rest.
    let digits = Self.trailingDigits(plain)
    var stem = plain.dropLast(digits.count)
    if stem.last == "_" { stem = stem.dropLast() }
    let separator = stem.lastIndex { ["_", ".", "/"].contains($0) }
    let prefix = separator.map { stem[..<$0] } ?? ""
    let word = (separator.map { stem[stem.index(after: $0)...] } ?? stem).lowercased()
    guard let kind = Self.words[word], separator == nil || !prefix.isEmpty else { return nil }
    self.init(
      kind: kind, layer: prefix.isEmpty || digits.isEmpty ? String(prefix + digits) : "\(prefix).\(digits)",
      layout: word == "kernel" ? .inOut : word == "weight" && name.contains(".") ? .outIn : nil)
  }

  private init(kind: Kind, layer: String, layout: ModelManifest.Layout?) {
    self.kind = kind
    self.layer = layer
    self.layout = layout
  }

  private static let words: [String: Kind] = [
    "weight": .weight, "weights": .weight, "kernel": .weight, "w": .weight, "bias": .bias, "biases": .bias, "b": .bias,
  ]

  /// Whole last parts of names; the layer is what comes before.
  private static let suffixes: [(suffix: String, kind: Kind)] = [
    ("parametrizations.weight.original0", .magnitude), ("parametrizations.weight.original1", .direction),
    ("weight_g", .magnitude), ("weight_v", .direction), ("running_mean", .mean), ("running_var", .variance),
    ("moving_mean", .mean), ("moving_variance", .variance), ("gamma", .weight), ("beta", .bias),
  ]

  private static func role(_ plain: Substring, _ suffix: String, _ kind: Kind) -> TensorRole? {
    guard plain.hasSuffix(suffix) else { return nil }
    let rest = plain.dropLast(suffix.count)
    guard rest.isEmpty || rest.last == "." || rest.last == "/" else { return nil }
    return TensorRole(kind: kind, layer: String(rest.dropLast()), layout: nil)
  }

  /// The position in `np.savez(file, a, b, …)`, which names arrays arr_0, arr_1, …
  static func position(ofName name: String) -> Int? {
    let digits = trailingDigits(name[...])
    return name == "arr_" + digits ? Int(digits) : nil
  }

  private static func trailingDigits(_ name: Substring) -> Substring {
    let start = name.lastIndex { !"0123456789".contains($0) }
    return start.map { name[name.index(after: $0)...] } ?? name
  }
}
