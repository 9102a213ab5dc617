import MatrixNorms
import Networks

/// Symmetric quantization to whole codes: w ≈ s·q with q = round(w/s), |q| ≤ n = 2^(bits−1) − 1.
///
/// Each group of weights (a matrix, a row, or a run along a row) has its own scale s = max|w| / n, a double; a group of
/// zeros has s = 0. Biases stay as they are, as usual: they are added in higher precision.
///
/// **Radius.** E = s/2, half a step, enlarged so that |fl(s·q) − w| ≤ E holds for the numbers as computed. Proof, for s in
/// the normal range, u = 2⁻⁵³: |w| ≤ max|w| ≤ s n (1 + 2u), hence |w/s| < n + ½ and no code is clipped. The quotient is
/// computed with a relative error u, so that |s q − w| ≤ s/2 + |w| u, and the product s·q with another, |s q| u ≤ s n u.
/// Together at most s (½ + 2 (n + 1) u); E = s (½ + 2 (n + 2) u), whose second factor is a double, stepped up once. Below the normal range s itself may be off by 2⁻¹⁰⁷⁵ and codes are clipped at n: w is then missed by at most
/// n 2⁻¹⁰⁷⁵ more, and E has n 2⁻¹⁰⁷⁴ added.
public struct Quantization: Sendable, Equatable, CustomStringConvertible {
  /// Bits of a code, sign included.
  public let bits: Int
  /// Which weights share a scale.
  public let scheme: QuantizationScheme

  /// A quantization.
  ///
  /// - Precondition: 2 to 16 bits, groups of at least one weight.
  public init(bits: Int, scheme: QuantizationScheme) {
    precondition((2...16).contains(bits), "\(bits) bits are not 2 to 16")
    if case .group(let size) = scheme { precondition(size > 0, "a group has at least one weight") }
    self.bits = bits
    self.scheme = scheme
  }

  /// "8 bits per-channel".
  public var description: String { "\(bits) bits \(scheme)" }
  /// n, the largest code.
  public var largestCode: Int { 1 << (bits - 1) - 1 }

  /// E of a weight matrix: one number, one for each row, or one for each entry, by the scheme. O(entries).
  public func radius(of weight: Matrix) -> WeightRadius {
    let groups = QuantizationGroups(scheme, rows: weight.rows, columns: weight.columns)
    let radii = groups.largestMagnitudes(weight).map(halfStep)
    switch scheme {
    case .perTensor: return .uniform(radii[0])
    case .perChannel: return .rows(radii)
    case .group:
      var E = weight
      E.modifyElements { entries in
        for run in groups.runs { for i in run.entries { entries[i] = radii[run.group] } }
      }
      return .entries(E)
    }
  }

  /// The radii of all layers, biases fixed.
  public func radii(of network: FeedForwardNetwork) -> [LayerRadius] {
    network.layers.map { LayerRadius(weight: radius(of: $0.weight)) }
  }

  /// Codes and scales of a weight matrix, to nearest. O(entries).
  public func quantize(_ weight: Matrix) -> QuantizedMatrix {
    let groups = QuantizationGroups(scheme, rows: weight.rows, columns: weight.columns)
    let scales = groups.largestMagnitudes(weight).map(scale)
    let n = Double(largestCode)
    var codes = [Int16](repeating: 0, count: weight.elements.count)
    let entries = weight.elements.span
    for run in groups.runs where scales[run.group] > 0 {
      let s = scales[run.group]
      for i in run.entries { codes[i] = Int16(max(-n, min(n, (entries[i] / s).rounded()))) }
    }
    return QuantizedMatrix(rows: weight.rows, columns: weight.columns, codes: codes, scales: scales, groups: groups)
  }

  /// The network with quantized weights; it lies in the ball of `radii(of:)`.
  ///
  /// - Throws: a weight that overflows, which only one at the end of the range of doubles can.
  public func quantized(_ network: FeedForwardNetwork) throws(NetworkError) -> FeedForwardNetwork {
    let layers = network.layers.map {
      $0.replacing(weight: quantize($0.weight).matrix, bias: $0.bias)
    }
    return try FeedForwardNetwork(layers: layers, activation: network.activation)
  }

  private func scale(_ largest: Double) -> Double { largest / Double(largestCode) }

  private func halfStep(_ largest: Double) -> Double {
    guard largest > 0 else { return 0 }
    let (s, n) = (scale(largest), Double(largestCode))
    let E = (s * (0.5 + 2 * (n + 2) * unitRoundOff)).nextUp
    return s < .leastNormalMagnitude ? E + n * underflow : E
  }
}
