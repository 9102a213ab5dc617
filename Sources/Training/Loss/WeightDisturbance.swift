import Certification
import MatrixNorms
import Statistics

/// How the weights are moved before each gradient is taken; the step is then made from where they were. Biases stay.
public enum WeightDisturbance: Sendable, Equatable {
  /// They stay.
  case none
  /// Gaussian noise whose standard deviation is the radius. Source: An 1996, "The effects of adding noise during
  /// backpropagation training on a generalization performance".
  case noise(TrainingRadius)
  /// One step of the radius along the sign of the loss's gradient. Source: Wu, Xia, Wang 2020, "Adversarial weight
  /// perturbation", with the box in place of the ball.
  case adversarial(TrainingRadius)

  /// How far.
  public var radius: TrainingRadius? {
    switch self {
    case .none: nil
    case .noise(let radius), .adversarial(let radius): radius
    }
  }

  /// The moved weights of a step.
  ///
  /// - Parameter ascent: the gradient of the loss at the weights; asked for by the adversarial step only.
  func moved<Scalar: BLASScalar>(
    _ parameters: [Scalar], _ layout: ParameterLayout, seed: UInt64, step: Int, ascent: () -> [Scalar]
  ) -> [Scalar] {
    guard let radius else { return parameters }
    let radii = radius.rows(parameters, layout, factor: 1)
    var moved = parameters
    switch self {
    case .none: break
    case .noise:
      var random = RandomStream(seed: seed, .weightNoise, number: step)
      for (block, radii) in zip(layout.weights, radii) {
        for i in 0..<block.rows { for entry in block.row(i) { moved[entry] += radii[i] * Scalar(random.normal()) } }
      }
    case .adversarial:
      let ascent = ascent()
      for (block, radii) in zip(layout.weights, radii) {
        for i in 0..<block.rows {
          let e = radii[i]
          Loop.update(&moved, block.row(i), ascent, block.row(i)) { $0 + e * $1.signum }
        }
      }
    }
    return moved
  }
}
