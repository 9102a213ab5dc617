import Networks
import TensorFiles

extension OnnxSteps {
  /// Reads one node on the line.
  mutating func perform(_ node: OperatorGraph.Node) {
    let before = shape
    do throws(OnnxRefusal) { try operate(node) } catch {
      refuse(node, error)
      shape = Self.keepingShape.contains(node.operation) && node.domain.isEmpty ? before : .unknown
    }
  }

  /// Adds a step.
  mutating func append(_ kind: NetworkStep.Kind, _ node: OperatorGraph.Node) {
    reading.steps.append(NetworkStep(name: "node \(node.place) (\(node.operation))", kind: kind))
  }

  /// Adds a step that is not understood.
  mutating func refuse(_ node: OperatorGraph.Node, _ refusal: OnnxRefusal) {
    append(.unsupported(refusal.phrase(operation: node.fullOperation, place: node.place)), node)
  }

  private mutating func operate(_ node: OperatorGraph.Node) throws(OnnxRefusal) {
    guard node.domain.isEmpty else { throw .unknown }
    switch node.operation {
    case "Gemm": try gemm(node)
    case "MatMul": try matMul(node)
    case "Conv": try convolution(node)
    case "Add", "Sub", "Mul", "Div": try arithmetic(node)
    case "BatchNormalization": try batchNormalization(node)
    case "Clip", "Min", "Max": try clip(node)
    case "Relu" where node.input(0) == value: clip(from: 0, to: .infinity, node)
    case "Flatten", "Reshape", "Squeeze", "Unsqueeze": try reshape(node)
    case "Transpose": try transpose(node)
    default:
      guard node.input(0) == value else { throw .unknown }
      if try changesNothing(node) { return }
      append(.activation(try activation(node)), node)
    }
  }

  /// Identity, Dropout at inference, Cast between floating-point types.
  private mutating func changesNothing(_ node: OperatorGraph.Node) throws(OnnxRefusal) -> Bool {
    switch node.operation {
    case "Identity": return true
    case "Dropout":
      guard try !trains(node) else { throw .because("it is in training mode") }
      if let mode = node.input(2) {
        guard constants.values(mode) == [0] else { throw .because("it is in training mode") }
      }
      return true
    case "Cast":
      guard let type = try node.integer("to"), OnnxElementCodes.floats[type] != nil else {
        throw .because("its type is no floating-point type")
      }
      return true
    default: return false
    }
  }

  private func activation(_ node: OperatorGraph.Node) throws(OnnxRefusal) -> Activation {
    switch node.operation {
    case "Sigmoid": return .sigmoid
    case "Softplus": return .softplus
    case "Tanh": return .tanh
    case "Elu":
      try expect("alpha", of: node, 1, default: 1)
      return .elu
    case "LeakyRelu":
      try expect("alpha", of: node, Double(Float(0.01)), default: Double(Float(0.01)))
      return .leakyReLU
    case "Swish":
      try expect("alpha", of: node, 1, default: 1)
      return .silu
    case "Gelu":
      let form = try node.text("approximate") ?? "none"
      guard form == "none" else { throw .with("approximation \(form)") }
      return .gelu
    default: throw .unknown
    }
  }

  private func expect(
    _ name: String, of node: OperatorGraph.Node, _ wanted: Double, default usual: Double
  ) throws(OnnxRefusal) {
    let found = try node.number(name) ?? usual
    // Attributes are float32, and are printed so.
    guard found == wanted else { throw .with("\(name) \(Float(found))") }
  }

  /// Softmax, LogSoftmax and ArgMax must work on the axis of the classes.
  func checkTail(_ node: OperatorGraph.Node) throws(OnnxRefusal) {
    let isArgMax = node.operation == "ArgMax"
    guard isArgMax || ["Softmax", "LogSoftmax"].contains(node.operation), let sides = shape.sides else { return }
    // Before version 13, Softmax worked on everything from its axis on.
    let joinsAxes = !isArgMax && graph.operatorSetVersion < 13
    let given = try node.integer("axis") ?? (isArgMax ? 0 : joinsAxes ? 1 : -1)
    guard let axis = shape.axis(given), axis >= shape.batchAxes || joinsAxes && shape.batch == .none else {
      throw .because("axis \(given) is not that of the classes")
    }
    let first = max(axis - shape.batchAxes, 0)
    let classes = joinsAxes ? sides[first...] : sides[first...first]
    guard checkedElementCount(Array(classes)) == shape.count else {
      throw .because("axis \(given) of samples of shape \(sides) is not that of all classes")
    }
  }

  /// Operators on single entries that are not understood, but leave the shape as it is.
  private static let keepingShape: Set = [
    "Abs", "BatchNormalization", "Cast", "Celu", "Clip", "Cos", "Dropout", "Elu", "Erf", "Exp", "Gelu", "HardSigmoid",
    "HardSwish", "InstanceNormalization", "LRN", "LayerNormalization", "LeakyRelu", "Log", "LogSoftmax", "Mish", "Neg",
    "PRelu", "Reciprocal", "Selu", "Sign", "Sin", "Softmax", "Softsign", "Sqrt", "Swish", "ThresholdedRelu",
  ]
}
