import Networks
import TensorFiles

extension OnnxSteps {
  /// Clip, and Min and Max with a constant.
  mutating func clip(_ node: OperatorGraph.Node) throws(OnnxRefusal) {
    let (lower, upper) = try node.operation == "Clip" ? clipLimits(node) : extremeLimits(node)
    guard lower <= upper, lower < .infinity, upper > -.infinity else { throw .with("limits \(lower) and \(upper)") }
    if lower > -.infinity || upper < .infinity { clip(from: lower, to: upper, node) }
  }

  /// Adds a clip; clips in a row are one clip.
  mutating func clip(from lower: Double, to upper: Double, _ node: OperatorGraph.Node) {
    var limits = (lower, upper)
    if case .activation(let activation)? = reading.steps.last?.kind, let before = Self.limits(of: activation) {
      limits = (min(max(before.0, lower), upper), min(max(before.1, lower), upper))
      reading.steps.removeLast()
    }
    append(.activation(Self.activation(limits)), node)
  }

  /// A clip without a lower limit (Min alone) is no activation of ours.
  mutating func refuseUnlimitedClips() {
    for (place, step) in reading.steps.enumerated() {
      guard case .activation(.clip(lower: -.infinity, _)) = step.kind else { continue }
      reading.steps[place] = NetworkStep(
        name: step.name, kind: .unsupported("a clip without lower limit at \(step.name)"))
    }
  }

  private static func limits(of activation: Activation) -> (Double, Double)? {
    switch activation {
    case .relu: (0, .infinity)
    case .relu6: (0, 6)
    case .clip(let lower, let upper): (lower, upper)
    default: nil
    }
  }

  private static func activation(_ limits: (Double, Double)) -> Activation {
    switch limits {
    case (0, .infinity): .relu
    case (0, 6): .relu6
    default: .clip(lower: limits.0, upper: limits.1)
    }
  }

  /// Limits are attributes in older files and inputs in newer ones. The largest float32 stands for no limit.
  private mutating func clipLimits(_ node: OperatorGraph.Node) throws(OnnxRefusal) -> (Double, Double) {
    guard node.input(0) == value else { throw .because("its limits depend on the input") }
    let largest = Double(Float.greatestFiniteMagnitude)
    let (lower, upper) = (try limit("min", input: 1, node), try limit("max", input: 2, node))
    return (
      lower.map { $0 <= -largest ? -.infinity : $0 } ?? -.infinity,
      upper.map { $0 >= largest ? .infinity : $0 } ?? .infinity
    )
  }

  private mutating func limit(
    _ name: String, input: Int, _ node: OperatorGraph.Node
  ) throws(OnnxRefusal) -> Double? {
    if let limit = try node.number(name) { return limit }
    guard let input = node.input(input) else { return nil }
    return try number(input)
  }

  private mutating func extremeLimits(_ node: OperatorGraph.Node) throws(OnnxRefusal) -> (Double, Double) {
    guard node.inputs.count == 2, let other = node.inputs.first(where: { $0 != value }) else {
      throw .because("both operands depend on the input")
    }
    let limit = try number(other)
    return node.operation == "Max" ? (limit, .infinity) : (-.infinity, limit)
  }

  /// A constant of one entry that is a number and may be broadcast to any sample.
  private mutating func number(_ name: String) throws(OnnxRefusal) -> Double {
    guard let values = constants.values(name), values.count == 1, !values[0].isNaN,
      constants.constant(name)!.shape.count <= (shape.sides?.count ?? 0) + shape.batchAxes
    else { throw .because("\(name) is no constant number") }
    return values[0]
  }
}
