import Networks
import TensorFiles

/// Activations of Keras: a name, a function, or a layer in its place.
enum KerasActivation {
  /// The step of the option `activation` of a layer; nil where it is linear.
  ///
  /// - Parameter isVector: whether the value has one axis, so that a softmax is over all of it.
  static func step(of value: JSONTree, layer: String, isVector: Bool) throws(KerasFault) -> NetworkStep.Kind? {
    switch value {
    case .null: return nil
    case .text(let name): return try named(name, layer: layer, isVector: isVector)
    default: break
    }
    guard let kind = value["class_name"].text, KerasLayer.isKeras(module: value["module"].text),
      value["registered_name"].text?.contains(">") != true
    else { throw KerasFault("an activation of its own at layer \(layer)") }
    if kind == "function", let name = value["config"].text {
      return try named(name, layer: layer, isVector: isVector)
    }
    guard let step = try Self.layer(kind, value["config"], name: layer, isVector: isVector) else {
      throw KerasFault("activation \(kind) at layer \(layer)")
    }
    return step
  }

  /// The step of a layer that is an activation; nil for any other class.
  static func layer(
    _ className: String, _ config: JSONTree, name: String, isVector: Bool
  ) throws(KerasFault) -> NetworkStep.Kind? {
    switch className {
    case "ReLU": return .activation(try rectifier(config, name: name))
    case "LeakyReLU":
      // Keras 2 called the slope alpha.
      let (slope, alpha) = (
        try config.finiteNumber("negative_slope", of: name), try config.finiteNumber("alpha", of: name)
      )
      return .activation(try leaky(slope ?? alpha ?? 0.3, name: name))
    case "ELU":
      guard config["alpha"] == .null || config["alpha"].number == 1 else {
        throw KerasFault("an ELU with another alpha than 1 at layer \(name)")
      }
      return .activation(.elu)
    case "Softmax":
      guard isVector,
        [.null, .number(-1), .number(1), .list([.number(-1)]), .list([.number(1)])].contains(config["axis"])
      else { throw KerasFault("a Softmax over a part of the values at layer \(name)") }
      return .tail
    default: return nil
    }
  }

  private static func named(_ name: String, layer: String, isVector: Bool) throws(KerasFault) -> NetworkStep.Kind? {
    switch name {
    case "linear": return nil
    case "softmax" where isVector, "log_softmax" where isVector: return .tail
    case "relu", "relu6", "sigmoid", "softplus", "tanh", "elu", "gelu", "silu", "swish":
      return Activation(named: name).map { .activation($0) }
    case "leaky_relu": return .activation(try leaky(0.2, name: layer))
    default: throw KerasFault("activation \(name) at layer \(layer)")
    }
  }

  /// min(x, max_value) above the threshold, negative_slope · (x − threshold) below.
  private static func rectifier(_ config: JSONTree, name: String) throws(KerasFault) -> Activation {
    if let threshold = try config.finiteNumber("threshold", of: name), threshold != 0 {
      throw KerasFault("a ReLU with threshold \(threshold) at layer \(name)")
    }
    let limit = try config.finiteNumber("max_value", of: name)
    let slope = try config.finiteNumber("negative_slope", of: name) ?? 0
    guard let limit else { return try leaky(slope, name: name) }
    guard slope == 0, limit >= 0 else {
      throw KerasFault("a ReLU with slope \(slope) and limit \(limit) at layer \(name)")
    }
    return limit == 6 ? .relu6 : .clip(lower: 0, upper: limit)
  }

  private static func leaky(_ slope: Double, name: String) throws(KerasFault) -> Activation {
    switch slope {
    case 0: return .relu
    case 0.01: return .leakyReLU
    default: throw KerasFault("a leaky ReLU with slope \(slope) at layer \(name)")
    }
  }
}
