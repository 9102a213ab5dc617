import TensorFiles

extension OnnxSteps {
  /// Gemm: α A B + β C, A the samples.
  mutating func gemm(_ node: OperatorGraph.Node) throws(OnnxRefusal) {
    guard node.input(0) == value else { throw .because("its first operand is not the sample") }
    guard try node.integer("transA") ?? 0 == 0 else { throw .with("transA 1") }
    let isTransposed = try node.integer("transB") ?? 0 != 0
    let weight = try matrix(node.input(1), isTransposed ? .outIn : .inOut)
    if let sides = shape.sides {
      guard sides.count == 1, shape.batch != .none else { throw .because("its input is no matrix of samples") }
    }
    let output = try product(weight)
    var bias: BiasSource?
    let beta = try node.number("beta") ?? 1
    if let name = node.input(2), beta != 0 { bias = try vector(name, count: weight.outputs, factor: beta) }
    let alpha = try node.number("alpha") ?? 1
    append(.linear(.stored(weight.tensor, weight.layout, factor: alpha), bias: bias), node)
    shape = output
  }

  /// MatMul with a constant matrix on the right, or on the left of a column.
  mutating func matMul(_ node: OperatorGraph.Node) throws(OnnxRefusal) {
    if node.input(0) == value, node.input(1) != value {
      let weight = try matrix(node.input(1), .inOut)
      let output = try product(weight)
      append(.linear(.stored(weight.tensor, weight.layout), bias: nil), node)
      shape = output
    } else {
      guard node.input(1) == value, node.input(0) != value else { throw .because("both operands are the sample") }
      let weight = try matrix(node.input(0), .outIn)
      let output = try column(weight)
      append(.linear(.stored(weight.tensor, weight.layout), bias: nil), node)
      shape = output
    }
  }

  private struct StoredMatrix {
    let tensor: TensorDescription
    let layout: ModelManifest.Layout

    var inputs: Int { tensor.shape[layout == .outIn ? 1 : 0] }
    var outputs: Int { tensor.shape[layout == .outIn ? 0 : 1] }
  }

  private mutating func matrix(_ name: String?, _ layout: ModelManifest.Layout) throws(OnnxRefusal) -> StoredMatrix {
    let (tensor, layout) = try weights(name).matrix(layout)
    return StoredMatrix(tensor: tensor, layout: layout)
  }

  /// A constant of floating-point numbers.
  mutating func weights(_ name: String?) throws(OnnxRefusal) -> OnnxConstant {
    guard let name else { throw .because("an operand is missing") }
    guard let constant = constants.constant(name) else { throw .because("\(name) is not constant") }
    guard constant.tensor.elementType?.isFloatingPoint == true else {
      throw .because("\(name) holds \(constant.tensor.storedType), not floating-point numbers")
    }
    return constant
  }

  /// The shape of a row times the matrix. A sample of unknown shape takes that of a row.
  private mutating func product(_ weight: StoredMatrix) throws(OnnxRefusal) -> SampleShape {
    guard var sides = shape.sides else {
      if reading.steps.isEmpty && reading.obstacle == nil {
        reading.remarks.append(
          "samples are taken for vectors of \(weight.inputs) entries, as \(weight.tensor.name) has it")
      }
      return shape.with([weight.outputs])
    }
    guard sides.last == weight.inputs, shape.count == weight.inputs else {
      throw .because("\(weight.inputs) × \(weight.outputs) weights do not fit samples of shape \(sides)")
    }
    sides[sides.count - 1] = weight.outputs
    return shape.with(sides)
  }

  /// The shape of the matrix times a column.
  private func column(_ weight: StoredMatrix) throws(OnnxRefusal) -> SampleShape {
    guard var sides = shape.sides else { throw .because("the shape of its input is not known") }
    let isVector = shape.batch == .none && sides.count == 1
    let axis = isVector ? 0 : sides.count - 2
    guard axis >= 0, sides[axis] == weight.inputs, shape.count == weight.inputs else {
      throw .because("\(weight.outputs) × \(weight.inputs) weights do not fit samples of shape \(sides)")
    }
    sides[axis] = weight.outputs
    var result = shape
    result.sides = sides
    return result
  }

  /// Gemm's C: one number, or one for each output.
  private mutating func vector(_ name: String, count: Int, factor: Double) throws(OnnxRefusal) -> BiasSource {
    let constant = try weights(name)
    guard constant.count == 1 || constant.shape.last == count && constant.count == count else {
      throw .because("a bias of shape \(constant.shape) for \(count) outputs")
    }
    return BiasSource(constant.tensor, factor: factor)
  }
}
