import TensorFiles

extension OnnxSteps {
  /// Add, Sub, Mul, Div with a constant: the bias of the linear step right before, or a scale and a shift.
  mutating func arithmetic(_ node: OperatorGraph.Node) throws(OnnxRefusal) {
    let isFirst = node.input(0) == value
    guard node.inputs.count == 2, let other = node.input(isFirst ? 1 : 0), other != value else {
      throw .because("both operands depend on the input")
    }
    if node.operation == "Mul", other == gate {
      append(.activation(.silu), node)
      return
    }
    let operand = try operand(other, node)
    switch node.operation {
    case "Add": try add(operand, factor: 1, node)
    case "Sub" where isFirst: try add(operand, factor: -1, node)
    case "Sub": scale(.number(-1), operand.coefficients(factor: 1), operand, node)
    case "Mul": scale(operand.coefficients(factor: 1), nil, operand, node)
    default:
      guard isFirst else { throw .because("it divides by the sample") }
      scale(.reciprocal(operand.tensor), nil, operand, node)
    }
  }

  /// BatchNormalization at inference; channels are the axis after the batch.
  mutating func batchNormalization(_ node: OperatorGraph.Node) throws(OnnxRefusal) {
    guard node.input(0) == value else { throw .unknown }
    guard try !trains(node) else { throw .because("it is in training mode") }
    guard try node.integer("spatial") ?? 1 == 1 else { throw .with("spatial 0") }
    guard let sides = shape.sides, let channels = sides.first, shape.batch != .none else {
      throw .because("the number of channels is not known")
    }
    var tensors: [TensorDescription] = []
    for place in 1...4 {
      let constant = try weights(node.input(place))
      guard constant.count == channels else {
        throw .because("\(constant.tensor.name) of shape \(constant.shape) for \(channels) channels")
      }
      tensors.append(constant.tensor)
    }
    let epsilon = try node.number("epsilon") ?? Double(Float(1e-5))
    let source = ScaleAndShift.Source.batchNormalization(
      scale: tensors[0], shift: tensors[1], mean: tensors[2], variance: tensors[3], epsilon: epsilon)
    append(.scaleAndShift(ScaleAndShift(source, repeats: checkedElementCount(Array(sides[1...])) ?? 1)), node)
  }

  /// True for BatchNormalization and Dropout in training mode, which was the default at first. Then the number of outputs
  /// told the modes of BatchNormalization apart, and an attribute since version 14.
  func trains(_ node: OperatorGraph.Node) throws(OnnxRefusal) -> Bool {
    if graph.operatorSetVersion < 7, try node.integer("is_test") ?? 0 == 0 { return true }
    guard node.operation == "BatchNormalization" else { return false }
    return try node.integer("training_mode") ?? 0 != 0 || node.outputs.dropFirst().contains { !$0.isEmpty }
  }

  /// A constant operand, spread over the sample.
  private struct Operand {
    let tensor: TensorDescription
    /// The value of a constant with one entry.
    let number: Double?
    /// How often each entry stands in a row.
    let repeats: Int
    /// True where every entry of the sample has its turn once: no tiling.
    let coversAll: Bool

    func coefficients(factor: Double) -> ScaleAndShift.Coefficients {
      number.map { .number(factor * $0) } ?? .tensor(tensor, factor: factor)
    }
  }

  private mutating func add(_ operand: Operand, factor: Double, _ node: OperatorGraph.Node) throws(OnnxRefusal) {
    if operand.coversAll, let last = reading.steps.last, case .linear(let weight, nil) = last.kind {
      let bias = BiasSource(operand.tensor, factor: factor, repeats: operand.repeats)
      reading.steps[reading.steps.count - 1] = NetworkStep(name: last.name, kind: .linear(weight, bias: bias))
    } else {
      scale(nil, operand.coefficients(factor: factor), operand, node)
    }
  }

  private mutating func scale(
    _ scale: ScaleAndShift.Coefficients?, _ shift: ScaleAndShift.Coefficients?, _ operand: Operand,
    _ node: OperatorGraph.Node
  ) {
    append(.scaleAndShift(ScaleAndShift(.constants(scale: scale, shift: shift), repeats: operand.repeats)), node)
  }

  private mutating func operand(_ name: String, _ node: OperatorGraph.Node) throws(OnnxRefusal) -> Operand {
    let constant = try weights(name)
    let tensor = try constant.viewed()
    if constant.count == 1, constant.shape.count <= (shape.sides?.count ?? 0) + shape.batchAxes {
      return Operand(tensor: tensor, number: constants.values(name)?.first, repeats: 1, coversAll: true)
    }
    guard let sides = shape.sides else { throw .because("the shape of its input is not known") }
    let misfit = OnnxRefusal.because("a constant of shape \(constant.shape) does not fit samples of shape \(sides)")
    let rank = sides.count + shape.batchAxes
    var aligned = constant.shape
    if graph.operatorSetVersion < 7, let axis = try node.integer("axis"), let axis = shape.axis(axis) {
      // Older files say where the constant's first axis belongs.
      aligned += Array(repeating: 1, count: max(0, rank - axis - aligned.count))
    }
    guard aligned.count <= rank else { throw misfit }
    aligned = Array(repeating: 1, count: rank - aligned.count) + aligned
    guard shape.batch == .none || aligned[0] == 1 else { throw misfit }
    aligned.removeFirst(shape.batchAxes)
    guard let block = block(of: aligned, in: sides) else { throw misfit }
    let after = checkedElementCount(Array(sides[block.upperBound...])) ?? 1
    let before = checkedElementCount(Array(sides[..<block.lowerBound])) ?? 1
    return Operand(tensor: tensor, number: nil, repeats: after, coversAll: before == 1)
  }

  /// The axes that a constant has entries for, if they lie side by side and have the sample's sides.
  private func block(of aligned: [Int], in sides: [Int]) -> Range<Int>? {
    guard let first = aligned.firstIndex(where: { $0 != 1 }), let last = aligned.lastIndex(where: { $0 != 1 }) else {
      return nil
    }
    return aligned[first...last] == sides[first...last] ? first..<last + 1 : nil
  }
}
