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
    return reading
  }

  /// The activation of all activation modules, where there is one kind.
  static func onlyActivation(in root: ModuleDescription) -> Activation? {
    var found: [Activation] = []
    collect(root, depth: 0, into: &found)
    guard let first = found.first, found.allSatisfy({ $0 == first }) else { return nil }
    return first
  }

  private static func collect(_ module: ModuleDescription, depth: Int, into found: inout [Activation]) {
    if case .activation(let activation)? = elementwise(module) { found.append(activation) }
    guard depth < 64 else { return }
    for child in module.children { collect(child, depth: depth + 1, into: &found) }
  }

  private static func isSequential(_ module: ModuleDescription) -> Bool {
    module.className == "torch.nn.modules.container.Sequential"
  }

  private static func append(
    _ module: ModuleDescription, path: String, depth: Int, _ tensors: [String: TensorDescription],
    to reading: inout StepReading
  ) {
    let name = "module \(path.isEmpty ? "(root)" : path) (\(shortName(module)))"
    if isSequential(module), depth < 64 {
      for child in module.children {
        append(
          child, path: path.isEmpty ? child.name : "\(path).\(child.name)", depth: depth + 1, tensors, to: &reading)
      }
    } else if Self.withoutEffect.contains(where: { shortName(module).hasPrefix($0) }) {
      reading.remarks.append("\(name) changes nothing at inference")
    } else {
      let kind = linear(module, path, tensors) ?? normalization(module, path, tensors) ?? elementwise(module)
      reading.steps.append(
        NetworkStep(name: name, kind: kind ?? .unsupported("module class \(module.className) at \(path)")))
    }
  }

  /// Modules that leave z alone at inference, by the beginning of their names.
  private static let withoutEffect = ["Dropout", "AlphaDropout", "FeatureAlphaDropout", "Identity", "Flatten"]

  private static func shortName(_ module: ModuleDescription) -> Substring {
    module.className.split(separator: ".").last ?? ""
  }

  private static func linear(
    _ module: ModuleDescription, _ path: String, _ tensors: [String: TensorDescription]
  ) -> NetworkStep.Kind? {
    guard ["Linear", "ParametrizedLinear"].contains(shortName(module)) else { return nil }
    let bias = tensors["\(path).bias"].map { BiasSource($0) }
    if let weight = tensors["\(path).weight"], weight.shape.count == 2 {
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
  private static func elementwise(_ module: ModuleDescription) -> NetworkStep.Kind? {
    func attribute(_ name: String, _ usual: Double) -> Double { module.attributes[name] ?? usual }
    switch shortName(module) {
    case "ReLU": return .activation(.relu)
    case "ReLU6": return .activation(.relu6)
    case "Sigmoid": return .activation(.sigmoid)
    case "Tanh": return .activation(.tanh)
    case "SiLU": return .activation(.silu)
    case "Softmax", "LogSoftmax": return .tail
    // Beyond the threshold torch takes x for ln(1 + eˣ), which is the same within 3e-9 from 20 on.
    case "Softplus" where attribute("beta", 1) == 1 && attribute("threshold", 20) >= 20: return .activation(.softplus)
    case "GELU" where module.options["approximate", default: "none"] == "none": return .activation(.gelu)
    case "LeakyReLU" where attribute("negative_slope", 0.01) == 0.01: return .activation(.leakyReLU)
    case "ELU" where attribute("alpha", 1) == 1: return .activation(.elu)
    case "Hardtanh":
      let (lower, upper) = (attribute("min_val", -1), attribute("max_val", 1))
      return lower.isFinite && lower <= upper ? .activation(.clip(lower: lower, upper: upper)) : nil
    default: return nil
    }
  }
}
