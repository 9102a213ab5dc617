/// Radii ε_k of the weight ball as a user says them.
public enum RadiusSetting: Sendable, Equatable {
  /// The same ε on all layers, or on some, counted from 1 at the input.
  case uniform(Double, layers: [Int]?)
  /// One radius for each layer.
  case perLayer([Double])

  /// ε_1 … ε_L for a network of a given depth.
  public func radii(depth: Int) throws(AnalysisError) -> [Double] {
    switch self {
    case .uniform(let ε, nil): return Array(repeating: ε, count: depth)
    case .uniform(let ε, let layers?):
      if let beyond = layers.first(where: { $0 > depth }) { throw .noSuchLayer(beyond, depth: depth) }
      return (1...depth).map { layers.contains($0) ? ε : 0 }
    case .perLayer(let radii):
      guard radii.count == depth else { throw .radiusCount(radii: radii.count, depth: depth) }
      return radii
    }
  }
}

extension RadiusSetting: CustomStringConvertible {
  /// For headings: "ε = 0.001 on all layers".
  public var description: String {
    switch self {
    case .uniform(0, _): "ε = 0 (weights as they are)"
    case .uniform(let ε, nil): "ε = \(ε) on all layers"
    case .uniform(let ε, let layers?):
      "ε = \(ε) on \(layers.asLayers)"
    case .perLayer(let radii): "ε = (\(radii.map { "\($0)" }.joined(separator: ", "))) by layer"
    }
  }
}

extension [Int] {
  /// Layer numbers in words: "layer 2", "layers 1, 3".
  var asLayers: String { "layer\(count == 1 ? "" : "s") \(map(String.init).joined(separator: ", "))" }
}

/// γ as a user says it.
public enum MarginScale: Sendable, Equatable, CustomStringConvertible {
  /// A number.
  case value(Double)
  /// A percentile of the positive training margins.
  case percentile(Double)

  /// "0.5" or "p10".
  public var description: String {
    switch self {
    case .value(let γ): "\(γ)"
    case .percentile(let p): p == p.rounded() ? "p\(Int(p))" : "p\(p)"
    }
  }

  /// Reads "p10" or a positive number; nil for anything else.
  public init?(_ text: String) {
    if text.hasPrefix("p"), let p = Double(text.dropFirst()), p > 0, p <= 100 {
      self = .percentile(p)
    } else if let γ = Double(text), γ > 0, γ.isFinite {
      self = .value(γ)
    } else {
      return nil
    }
  }

  /// γ for these training margins; nil where a percentile is asked of no positive margin.
  public func resolve(trainingMargins: [Double]) -> Double? {
    switch self {
    case .value(let γ): return γ
    case .percentile(let p):
      let positive = trainingMargins.filter { $0 > 0 && $0.isFinite }.sorted()
      guard let least = positive.first else { return nil }
      // Interpolating between the least doubles may give 0.
      return max(positive.percentile(p), least)
    }
  }
}

extension [Double] {
  /// The p-th percentile of sorted numbers, interpolated linearly between order statistics (numpy's default).
  ///
  /// - Precondition: not empty.
  func percentile(_ p: Double) -> Double {
    let position = Double(count - 1) * p / 100
    let below = Int(position.rounded(.down))
    guard below + 1 < count else { return self[count - 1] }
    let fraction = position - Double(below)
    guard fraction > 0 else { return self[below] }
    return self[below] * (1 - fraction) + self[below + 1] * fraction
  }
}
