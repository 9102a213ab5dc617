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

  /// The radii of each layer of a network. A row of zeros that was put before a single output does not move.
  ///
  /// - Parameters:
  ///   - layouts: how each layer's matrix is stored, for radii from a file.
  ///   - perturbsBiases: biases move by as much as the largest weight of their row. Between two checkpoints, and where a
  ///   file names radii of biases, they move by what these say in any case.
  func radii(
    of network: FeedForwardNetwork, layouts: [ModelManifest.Layout?] = [], perturbsBiases: Bool, manifest: ModelManifest
  ) throws(AnalysisFailure) -> [LayerRadius] {
    if case .between(let path) = self { return try Self.between(network, path, manifest) }
    let own = network.layers.map(\.own)
    return zip(try radii(of: own, layouts), network.layers).map { radius, layer in
      var radius = radius
      if perturbsBiases, layer.bias != nil, radius.bias == nil {
        radius.bias = radius.weight.rowMaxima(rows: layer.own.weight.rows)
      }
      return layer.isPairedWithZero ? radius.pairedWithZero(columns: layer.weight.columns) : radius
    }
  }

  /// The radii of layers as the model has them.
  private func radii(
    of layers: [DenseLayer], _ layouts: [ModelManifest.Layout?]
  ) throws(AnalysisFailure) -> [LayerRadius] {
    switch self {
    case .radius(let setting, let unit):
      return zip(try Self.radii(setting, depth: layers.count), layers).map { ε, layer in
        LayerRadius(weight: unit.radius(ε, of: layer.weight))
      }
    case .quantization(let quantization, let moved):
      return zip(try Self.radii(.uniform(1, layers: moved), depth: layers.count), layers).map { moves, layer in
        LayerRadius(weight: moves == 0 ? .uniform(0) : quantization.radius(of: layer.weight))
      }
    case .between: preconditionFailure("the distance of two networks is not a matter of one network's layers")
    case .file(let path): return try RadiusFile(path: path).radii(of: layers, layouts)
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
    _ setting: RadiusSetting, depth: Int
  ) throws(AnalysisFailure) -> [Double] {
    do { return try setting.radii(depth: depth) } catch { throw AnalysisFailure("\(error)") }
  }
}

extension BallSetting: CustomStringConvertible {
  /// For headings: "ε = 0.005 on all layers", "8 bits per-channel: half a step", "all weights between the model and q.pt".
  public var description: String {
    switch self {
    case .radius(let setting, .absolute): "\(setting)"
    case .radius(let setting, let unit): "\(setting), radius \(unit)"
    case .quantization(let quantization, let layers):
      "\(quantization), half a step" + (layers.map { " on \($0.asLayers)" } ?? "")
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
