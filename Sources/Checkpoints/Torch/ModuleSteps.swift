import Networks
import TensorFiles

/// The steps of a pickled torch model that is a `Sequential`, whose order of evaluation is its order of definition.
enum ModuleSteps {
  /// The steps; nil where the model is a class of its own, whose code decides.
  ///
  /// - Parameter tensors: the model's tensors under their names without wrappers, as `state_dict` would name them.
  static func reading(of root: ModuleDescription, _ tensors: [NamedTensor]) -> StepReading? {
    guard isSequential(root) else { return nil }
    let byName = Dictionary(tensors.map { ($0.name, $0.tensor) }) { a, _ in a }
    var reading = StepReading()
    append(root, path: "", depth: 0, byName, to: &reading)
    if let unused = unused(tensors, by: reading.steps) {
      reading.obstacle = "\(unused.name) of shape \(unused.tensor.shape) is used by no module that is understood"
    }
    return reading
  }

  /// A floating-point tensor that no step uses: something in the model does more than its class tells.
  private static func unused(_ tensors: [NamedTensor], by steps: [NetworkStep]) -> NamedTensor? {
    var used: Set<String> = []
    for step in steps {
      switch step.kind {
      case .linear(let source, let bias):
        used.formUnion(source.tensors.map(\.name))
        if let bias { used.insert(bias.tensor.name) }
      case .scaleAndShift(let map): used.formUnion(map.tensors.map(\.name))
      // The refusal names the module; its tensors need no word.
      case .unsupported: return nil
      case .reorder, .activation, .tail: break
      }
    }
    let names = Set(tensors.map(\.name))
    return tensors.first { item in
      item.tensor.elementType?.isFloatingPoint == true && !used.contains(item.tensor.name)
        // The copy that weight_norm keeps.
        && !names.contains("\(item.name)_v")
    }
  }

  /// What the modules of a class of its own tell of its activation.
  enum ActivationFound: Equatable {
    /// No module is an activation: the code may call functions.
    case none
    /// All activation modules are of one kind.
    case one(Activation)
    /// There are several kinds, or modules of torch that no network of dense layers has.
    case refused(String)
  }

  /// The activation of all activation modules. A module of torch that is not understood refuses the model: its code will
  /// hardly hold one that it does not call.
  static func activation(in root: ModuleDescription) -> ActivationFound {
    var found: ActivationFound = .none
    collect(root, path: "", depth: 0, into: &found)
    return found
  }

  private static func collect(
    _ module: ModuleDescription, path: String, depth: Int, into found: inout ActivationFound
  ) {
    if case .refused = found { return }
    if case .activation(let next)? = elementwise(module) {
      if case .one(let first) = found, first != next {
        found = .refused("modules of several activations: \(first.name), \(next.name)")
      } else {
        found = .one(next)
      }
    } else if module.children.isEmpty, module.className.hasPrefix("torch.nn.modules."), !isKnown(module) {
      found = .refused(refusal(of: module, at: path))
    }
    guard depth < 64 else { return }
    for child in module.children {
      collect(child, path: path.isEmpty ? child.name : "\(path).\(child.name)", depth: depth + 1, into: &found)
    }
  }

  /// True for modules that names or tensors account for.
  private static func isKnown(_ module: ModuleDescription) -> Bool {
    let name = shortName(module)
    return ["Linear", "BatchNorm1d", "Flatten", "Softmax", "LogSoftmax", "Sequential", "ModuleList"].contains(name)
      || withoutEffect.contains(name) || module.className.hasPrefix("torch.nn.modules.loss.")
  }

  private static func isSequential(_ module: ModuleDescription) -> Bool {
    module.className == "torch.nn.modules.container.Sequential"
  }

  private static func append(
    _ module: ModuleDescription, path: String, depth: Int, _ tensors: [String: TensorDescription],
    to reading: inout StepReading
  ) {
    let name = "module \(path.isEmpty ? "(root)" : path) (\(lastComponent(module)))"
    if isSequential(module), depth < 64 {
      for child in module.children {
        append(
          child, path: path.isEmpty ? child.name : "\(path).\(child.name)", depth: depth + 1, tensors, to: &reading)
      }
    } else if Self.withoutEffect.contains(shortName(module)) || flattensSamples(module) {
      reading.remarks.append("\(name) changes nothing at inference")
    } else {
      let kind = linear(module, path, tensors) ?? normalization(module, path, tensors) ?? elementwise(module)
      reading.steps.append(
        NetworkStep(name: name, kind: kind ?? .unsupported(Self.refusal(of: module, at: path))))
    }
  }

  /// The class, and its numbers: one of them may be what is not understood, or missing.
  private static func refusal(of module: ModuleDescription, at path: String) -> String {
    let numbers = module.attributes.filter { $0.key != "training" && $0.key != "inplace" }
      .sorted { $0.key < $1.key }.prefix(6).map { "\($0.key) \($0.value)" }
    let options = module.options.sorted { $0.key < $1.key }.prefix(3).map { "\($0.key) \($0.value)" }
    let told = numbers + options
    return "module class \(module.className) at \(path)"
      + (told.isEmpty ? ", whose parameters are not in the file" : " with \(told.joined(separator: ", "))")
  }

  /// Modules that leave z alone at inference.
  private static let withoutEffect: Set<Substring> = [
    "Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout", "FeatureAlphaDropout", "Identity",
  ]

  /// Flatten from the first axis behind the batch; TorchScript does not keep the axis, and another one would make one sample
  /// of the batch.
  private static func flattensSamples(_ module: ModuleDescription) -> Bool {
    shortName(module) == "Flatten" && [nil, 1].contains(module.attributes["start_dim"])
  }

  /// The name of a class of torch's own; empty for others, which may compute anything whatever they are called.
  private static func shortName(_ module: ModuleDescription) -> Substring {
    guard module.className.hasPrefix("torch.nn.modules.") || module.className.hasPrefix("torch.nn.utils.parametrize.")
    else { return "" }
    return lastComponent(module)
  }

  private static func lastComponent(_ module: ModuleDescription) -> Substring {
    module.className.split(separator: ".").last ?? ""
  }

  private static func linear(
    _ module: ModuleDescription, _ path: String, _ tensors: [String: TensorDescription]
  ) -> NetworkStep.Kind? {
    guard ["Linear", "ParametrizedLinear"].contains(shortName(module)) else { return nil }
    let bias = tensors["\(path).bias"].map { BiasSource($0) }
    // What a parametrization keeps beside its parameters is a copy, which may be older than they are.
    let isStale = ["weight_g", "weight_v", "weight_orig", "weight_mask"].contains { tensors["\(path).\($0)"] != nil }
    if !isStale, let weight = tensors["\(path).weight"], weight.shape.count == 2 {
      return .linear(.stored(weight, .outIn), bias: bias)
    }
    let plain = (tensors["\(path).weight_g"], tensors["\(path).weight_v"])
    let parametrized = "\(path).parametrizations.weight."
    let pair = plain.0 == nil ? (tensors[parametrized + "original0"], tensors[parametrized + "original1"]) : plain
    guard let magnitude = pair.0, let direction = pair.1 else { return nil }
    return .linear(.weightNorm(magnitude: magnitude, direction: direction), bias: bias)
  }

  private static func normalization(
    _ module: ModuleDescription, _ path: String, _ tensors: [String: TensorDescription]
  ) -> NetworkStep.Kind? {
    // On flattened samples; over images the layer before it is a convolution, which is refused anyway.
    guard shortName(module) == "BatchNorm1d", let mean = tensors["\(path).running_mean"],
      let variance = tensors["\(path).running_var"], let epsilon = module.attributes["eps"]
    else { return nil }
    return .scaleAndShift(
      ScaleAndShift(
        .batchNormalization(
          scale: tensors["\(path).weight"], shift: tensors["\(path).bias"], mean: mean, variance: variance,
          epsilon: epsilon)))
  }

  /// An activation with the parameters that the module carries; nil where there is none like it.
  ///
  /// A parameter that the file does not have is not assumed to be the usual one: TorchScript keeps it in its code.
  private static func elementwise(_ module: ModuleDescription) -> NetworkStep.Kind? {
    func attribute(_ name: String) -> Double { module.attributes[name] ?? .nan }
    switch shortName(module) {
    case "ReLU": return .activation(.relu)
    case "ReLU6": return .activation(.relu6)
    case "Sigmoid": return .activation(.sigmoid)
    case "Tanh": return .activation(.tanh)
    case "SiLU": return .activation(.silu)
    case "Softmax", "LogSoftmax":
      // Over the classes, not over the samples.
      return [nil, -1, 1].contains(module.attributes["dim"]) ? .tail : nil
    // Beyond the threshold torch takes x for ln(1 + eˣ), which is the same within 3e-9 from 20 on.
    case "Softplus" where attribute("beta") == 1 && attribute("threshold") >= 20: return .activation(.softplus)
    case "GELU" where module.options["approximate"] == "none": return .activation(.gelu)
    case "LeakyReLU" where attribute("negative_slope") == 0.01: return .activation(.leakyReLU)
    case "ELU" where attribute("alpha") == 1: return .activation(.elu)
    case "Hardtanh":
      let (lower, upper) = (attribute("min_val"), attribute("max_val"))
      return lower.isFinite && lower <= upper ? .activation(.clip(lower: lower, upper: upper)) : nil
    default: return nil
    }
  }
}
