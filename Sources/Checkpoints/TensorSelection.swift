import TensorFiles

/// A tensor of the model under the name that it has without wrappers and prefixes.
struct NamedTensor: Sendable, Equatable {
  let name: String
  let tensor: TensorDescription
}

/// Which tensors of a file are the model's: training code wraps a state in dictionaries (`model_state_dict`, `optimizer`)
/// and names in prefixes (`module.` of DataParallel, `_orig_mod.` of compile).
struct TensorSelection: Sendable {
  /// The model's tensors, in the order of the file.
  private(set) var selected: [NamedTensor]
  /// The others, with the reason.
  private(set) var setAside: [(tensor: TensorDescription, reason: String)] = []
  /// What was recognised, one sentence each.
  private(set) var remarks: [String] = []
  /// Where the tensors selected come from several states (generator and discriminator, student and teacher, body and head),
  /// the paths of those states: nothing tells whether, and in which order, they make one network.
  private(set) var models: [String] = []
  private let states: Set<String>
  /// What was stripped from the names, with its separators.
  private var path = ""

  /// Keys of training state, which is no part of a model.
  static let trainingState: Set = [
    "optimizer", "optimizer_state_dict", "optimizer_states", "optimizer_state", "optimizer_weights", "optimizers",
    "optim", "lr_scheduler", "lr_schedulers", "scheduler", "scheduler_state_dict", "schedulers", "scaler", "amp",
    "amp_scaler", "rng_state", "rng_states", "cuda_rng_state", "callbacks", "loops", "hyper_parameters", "hparams",
    "args", "config", "history",
  ]
  /// Keys of an averaged copy beside the model.
  static let averages: Set = ["ema", "model_ema", "state_dict_ema", "ema_state_dict", "ema_model", "swa", "swa_model"]
  /// Keys that mean the model whatever stands beside them, in the order of preference.
  static let wrappers = ["model_state_dict", "state_dict", "model_state", "model_weights"]
  /// Keys that mean the model where nothing beside them could be a part of it.
  static let likelyWrappers = ["model", "net", "network", "module", "params", "parameters", "weights", "classifier"]
  /// Prefixes that say nothing where every name begins with them.
  static let prefixes = ["module", "_orig_mod", "model", "net", "network", "_module", "layers"]

  /// Selects the model's tensors. O(tensors · depth of wrapping).
  ///
  /// - Parameter states: paths of the dictionaries that hold tensors, where the file nests them.
  init(_ tensors: [TensorDescription], states: [String] = []) {
    selected = tensors.map { NamedTensor(name: $0.name, tensor: $0) }
    self.states = Set(states)
    // Wrappers nest a few deep at most: state_dict, module, _orig_mod, model.
    for _ in 0..<8 where unwrap() || dropPrefix() {}
    models = Self.models(among: selected.map(\.tensor), states: self.states)
  }

  /// The states with matrices, where there are several; none where all have one matrix, which is how some frameworks nest
  /// layers.
  private static func models(among tensors: [TensorDescription], states: Set<String>) -> [String] {
    guard states.count > 1 else { return [] }
    var matrices: [String: Int] = [:]
    for tensor in tensors where tensor.shape.count >= 2 && tensor.elementType?.isFloatingPoint == true {
      var path = tensor.name[...]
      while let dot = path.lastIndex(of: ".") {
        path = path[..<dot]
        guard states.contains(String(path)) else { continue }
        matrices[String(path), default: 0] += 1
        break
      }
    }
    return matrices.count > 1 && matrices.values.contains { $0 > 1 } ? naturallySorted(matrices.keys, by: \.self) : []
  }

  /// Takes what is under a wrapper's key and sets aside what is beside it.
  private mutating func unwrap() -> Bool {
    let keys = Set(selected.compactMap { Self.split($0.name)?.key })
    let noModel = keys.filter(isNoModel)
    let rest = selected.filter { item in
      !item.isSingleNumber && !(Self.split(item.name).map { noModel.contains($0.key) } ?? false)
    }
    let wrapper =
      Self.wrappers.first { keys.contains($0) && isNested($0) != false }
      ?? Self.likelyWrappers.first { key in
        keys.contains(key) && isNested(key) != false && rest.count < selected.count
          && rest.allSatisfy { Self.split($0.name)?.key == key }
      }
    if let wrapper {
      keep(reason: "beside the model, which is under the key \(wrapper)") { Self.split($0.name)?.key == wrapper }
      strip(wrapper)
      remarks.append("the model's tensors are under the key \(wrapper)")
      return true
    }
    guard !noModel.isEmpty else { return false }
    keep(reason: "beside the model") { item in !(Self.split(item.name).map { noModel.contains($0.key) } ?? false) }
    remarks.append("set aside: \(noModel.sorted().joined(separator: ", "))")
    return true
  }

  /// Whether a key leads to a dictionary of its own; nil where the file does not tell.
  private func isNested(_ key: String) -> Bool? {
    if states.isEmpty { return nil }
    let path = path + key
    return states.contains { $0 == path || $0.hasPrefix(path + ".") }
  }

  /// True for keys of training state. A layer may be called `scaler` or `ema`: where the file does not tell dictionaries from
  /// dotted names, only an optimizer is one for certain.
  private func isNoModel(_ key: String) -> Bool {
    guard let isNested = isNested(key) else { return key.hasPrefix("optimizer") && Self.trainingState.contains(key) }
    return isNested && (Self.trainingState.contains(key) || Self.averages.contains(key))
  }

  /// Removes a prefix that every name has.
  private mutating func dropPrefix() -> Bool {
    guard let key = selected.first.flatMap({ Self.split($0.name)?.key }), Self.prefixes.contains(key),
      selected.allSatisfy({ Self.split($0.name)?.key == key })
    else { return false }
    // "layers.0.weight" says as much as "0.weight"; "layers.weight" would lose its layer's name.
    guard selected.allSatisfy({ Self.split($0.name).flatMap { Self.split($0.rest) } != nil }) else { return false }
    strip(key)
    remarks.append("names are read without the prefix \(key)")
    return true
  }

  private mutating func strip(_ key: String) {
    path += key + "."
    selected = selected.map { NamedTensor(name: Self.split($0.name)?.rest ?? $0.name, tensor: $0.tensor) }
  }

  private mutating func keep(reason: String, _ belongs: (NamedTensor) -> Bool) {
    for item in selected where !belongs(item) {
      let key = Self.split(item.name)?.key ?? item.name
      let why =
        Self.trainingState.contains(key)
        ? "training state (\(key)), not the model"
        : Self.averages.contains(key) ? "averaged copy (\(key)), beside the model" : reason
      setAside.append((item.tensor, why))
    }
    selected = selected.filter(belongs)
  }

  /// The name up to its first separator, and what comes after it.
  private static func split(_ name: String) -> (key: String, rest: String)? {
    guard let separator = name.firstIndex(where: { $0 == "." || $0 == "/" }), separator > name.startIndex else {
      return nil
    }
    let rest = name[name.index(after: separator)...]
    return rest.isEmpty ? nil : (String(name[..<separator]), String(rest))
  }
}

extension NamedTensor {
  /// A counter or a score, which training code keeps beside a model.
  fileprivate var isSingleNumber: Bool { tensor.shape.isEmpty && TensorRole(name: name) == nil }
}
