import Certification
import Checkpoints
import Networks
import TensorFiles

/// A ball of weights as a user says it.
public enum BallSetting: Sendable {
  /// ε on all layers or some, or one ε for each layer, counted in a unit of the layer's own weights.
  case radius(RadiusSetting, RadiusUnit)
  /// Half a step of a quantization, on all layers or on some.
  case quantization(Quantization, layers: [Int]?)
  /// All weights between the model and another checkpoint.
  case between(path: String)
  /// Radii from a file of tensors that are named as the model's.
  case file(path: String)

  /// ε, where the ball has one.
  public var epsilon: Double? {
    if case .radius(.uniform(let ε, _), _) = self { ε } else { nil }
  }

  /// The radii of each layer of a network.
  ///
  /// - Parameter perturbsBiases: biases move by as much as the largest weight of their row. Between two checkpoints, and where a
  ///   file names radii of biases, they move by what these say in any case.
  func radii(
    of network: FeedForwardNetwork, perturbsBiases: Bool, manifest: ModelManifest
  ) throws(AnalysisFailure) -> [LayerRadius] {
    let weights: [LayerRadius]
    switch self {
    case .radius(let setting, let unit):
      weights = zip(try Self.radii(setting, network), network.layers).map { ε, layer in
        LayerRadius(weight: unit.radius(ε, of: layer.weight))
      }
    case .quantization(let quantization, let layers):
      weights = zip(try Self.radii(.uniform(1, layers: layers), network), network.layers).map { moves, layer in
        LayerRadius(weight: moves == 0 ? .uniform(0) : quantization.radius(of: layer.weight))
      }
    case .between(let path): return try Self.between(network, path, manifest)
    case .file(let path): weights = try RadiusFile(path: path).radii(of: network)
    }
    guard perturbsBiases else { return weights }
    return zip(weights, network.layers).map { radius, layer in
      layer.bias == nil || radius.bias != nil
        ? radius : LayerRadius(weight: radius.weight, bias: radius.weight.rowMaxima(rows: layer.weight.rows))
    }
  }

  private static func between(
    _ network: FeedForwardNetwork, _ path: String, _ manifest: ModelManifest
  ) throws(AnalysisFailure) -> [LayerRadius] {
    do {
      let file = CheckpointFile(path: path, label: path, series: path)
      return try LayerRadius.between(network, and: OpenCheckpoint(file, manifest: manifest).network())
    } catch {
      let text = "\(error)"
      throw AnalysisFailure("--against: " + (text.hasPrefix(path) ? text : "\(path): \(text)"))
    }
  }

  private static func radii(
    _ setting: RadiusSetting, _ network: FeedForwardNetwork
  ) throws(AnalysisFailure) -> [Double] {
    do { return try setting.radii(depth: network.depth) } catch { throw AnalysisFailure("\(error)") }
  }
}

extension BallSetting: CustomStringConvertible {
  /// For headings: "ε = 0.005 on all layers", "8 bits per-channel: half a step", "all weights between the model and q.pt".
  public var description: String {
    switch self {
    case .radius(let setting, .absolute): "\(setting)"
    case .radius(let setting, let unit): "\(setting), radius \(unit)"
    case .quantization(let quantization, let layers):
      "\(quantization), half a step"
        + (layers.map { " on layer\($0.count == 1 ? "" : "s") \($0.map(String.init).joined(separator: ", "))" } ?? "")
    case .between(let path): "all weights no further from the model than \(path)"
    case .file(let path): "radii of \(path)"
    }
  }
}

extension WeightRadius {
  /// The largest radius of each row.
  func rowMaxima(rows: Int) -> [Double] {
    switch self {
    case .uniform(let ε): Array(repeating: ε, count: rows)
    case .rows(let radii): radii
    case .entries(let E): (0..<rows).map { E.row($0).reduce(0, max) }
    }
  }
}
