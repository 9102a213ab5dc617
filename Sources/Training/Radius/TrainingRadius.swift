import Certification
import MatrixNorms

/// How far the weights of every layer may move while a network is trained: one radius for each row of each weight matrix.
///
/// Radii that depend on the weights follow them from step to step, and the loss is differentiated through them: the
/// largest magnitude and the range have their subgradients at the first weight that attains them.
public enum TrainingRadius: Sendable, Equatable, CustomStringConvertible {
  /// ε in one of the units of `certify`.
  case ball(Double, RadiusUnit)
  /// Half a step of a quantization, max|w| / (2 (2^(bits−1) − 1)) over the matrix or the row: the ball of all roundings.
  case rounding(Quantization)

  /// "0.005", "0.01 · max|W|", "int8 per-channel".
  public var description: String {
    switch self {
    case .ball(let ε, .absolute): "\(ε)"
    case .ball(let ε, .largestWeight): "\(ε) · max|W|"
    case .ball(let ε, .range): "\(ε) · (max W − min W)"
    case .rounding(let quantization): "int\(quantization.bits) \(quantization.scheme)"
    }
  }

  /// What a network cannot be trained for; nil where it can.
  public var obstacle: String? {
    switch self {
    case .ball(let ε, _): ε >= 0 && ε.isFinite ? nil : "\(ε) is not a radius"
    case .rounding(let quantization):
      if case .group = quantization.scheme {
        "groups along a row have a radius per weight, training has one per row"
      } else {
        nil
      }
    }
  }

  /// eᵏ⁺¹ for k = 0 … L − 1, one radius for each row, times `factor`. O(parameters) where the radii follow the weights.
  func rows<Scalar: BLASScalar>(_ parameters: [Scalar], _ layout: ParameterLayout, factor: Double) -> [[Scalar]] {
    layout.weights.map { block in
      guard case .rounding(let quantization) = self, quantization.scheme == .perChannel else {
        return Array(repeating: Scalar(factor * matrixRadius(parameters, block)), count: block.rows)
      }
      let share = Scalar(factor * halfStep(quantization))
      return (0..<block.rows).map {
        share * parameters[Scalar.indexOfLargestMagnitude(parameters, block.row($0))].magnitude
      }
    }
  }

  /// Adds what the radii's own dependence on the weights contributes: Σ_i ∂ℓ/∂e_i ∂e_i/∂W. O(parameters).
  func addGradient<Scalar: BLASScalar>(
    ofRows rowGradients: [[Scalar]], _ parameters: [Scalar], _ layout: ParameterLayout, factor: Double,
    to gradient: inout [Scalar]
  ) {
    for (block, g) in zip(layout.weights, rowGradients) {
      switch self {
      case .ball(_, .absolute): return
      case .ball(let ε, .largestWeight):
        Self.add(Scalar(factor * ε) * g.reduce(0, +), toLargestOf: block.range, parameters, &gradient)
      case .ball(let ε, .range):
        let (lowest, highest) = Self.ends(parameters, block)
        gradient[highest] += Scalar(factor * ε) * g.reduce(0, +)
        gradient[lowest] -= Scalar(factor * ε) * g.reduce(0, +)
      case .rounding(let quantization) where quantization.scheme == .perChannel:
        for (i, g) in g.enumerated() {
          Self.add(Scalar(factor * halfStep(quantization)) * g, toLargestOf: block.row(i), parameters, &gradient)
        }
      case .rounding(let quantization):
        let share = Scalar(factor * halfStep(quantization))
        Self.add(share * g.reduce(0, +), toLargestOf: block.range, parameters, &gradient)
      }
    }
  }

  /// The radius of a whole matrix.
  private func matrixRadius<Scalar: BLASScalar>(_ parameters: [Scalar], _ block: MatrixBlock) -> Double {
    func largest() -> Double {
      Double(parameters[Scalar.indexOfLargestMagnitude(parameters, block.range)].magnitude)
    }
    switch self {
    case .ball(let ε, .absolute): return ε
    case .ball(let ε, .largestWeight): return ε * largest()
    case .ball(let ε, .range):
      let (lowest, highest) = Self.ends(parameters, block)
      return ε * Double(parameters[highest] - parameters[lowest])
    case .rounding(let quantization): return halfStep(quantization) * largest()
    }
  }

  /// 1 / (2 (2^(bits−1) − 1)): half a step for weights up to 1.
  private func halfStep(_ quantization: Quantization) -> Double { 0.5 / Double(quantization.largestCode) }

  private static func add<Scalar: BLASScalar>(
    _ g: Scalar, toLargestOf range: Range<Int>, _ parameters: [Scalar], _ gradient: inout [Scalar]
  ) {
    let largest = Scalar.indexOfLargestMagnitude(parameters, range)
    gradient[largest] += parameters[largest].signum * g
  }

  /// Where the smallest and the largest entry stand.
  private static func ends<Scalar: BLASScalar>(_ parameters: [Scalar], _ block: MatrixBlock) -> (Int, Int) {
    var (lowest, highest) = (block.offset, block.offset)
    for i in block.range {
      if parameters[i] < parameters[lowest] { lowest = i }
      if parameters[i] > parameters[highest] { highest = i }
    }
    return (lowest, highest)
  }
}
