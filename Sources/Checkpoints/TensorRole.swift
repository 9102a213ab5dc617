import TensorFiles

/// What a tensor is by its name: the weight or the bias of a layer.
///
/// Understood: `0.weight`, `fc1.bias`, `dense/kernel:0`, `fc1_weight`, `W0`, `b0`, `weights_1`, `biases_1`.
struct TensorRole: Equatable {
  enum Kind { case weight, bias }

  let kind: Kind
  /// What the weight and the bias of one layer share.
  let layer: String
  /// How the name suggests the matrix is stored: Keras says "kernel" for (in × out), torch "weight" for (out × in).
  let layout: ModelManifest.Layout?

  init?(name: String) {
    let pattern = /(?:(.+)[_.\/])?(weights?|kernel|w|bias(?:es)?|b)_?([0-9]*)(?::0)?/.ignoresCase()
    guard let match = name.wholeMatch(of: pattern) else { return nil }
    let (prefix, word, digits) = (match.output.1 ?? "", match.output.2.lowercased(), match.output.3)
    kind = word.hasPrefix("b") ? .bias : .weight
    layer = prefix.isEmpty || digits.isEmpty ? String(prefix + digits) : "\(prefix).\(digits)"
    layout = word == "kernel" ? .inOut : word == "weight" && name.contains(".") ? .outIn : nil
  }

  /// The position in `np.savez(file, a, b, …)`, which names arrays arr_0, arr_1, …
  static func position(ofName name: String) -> Int? {
    name.wholeMatch(of: /arr_([0-9]+)/).flatMap { Int($0.output.1) }
  }
}
