import TensorFiles

extension KerasStepBuilder {
  /// Keras convolves values whose channels come last; the step wants them first, so they are moved before and after.
  mutating func addConvolution(_ layer: KerasLayer) throws(KerasFault) {
    let hasBias = try layer.flag("use_bias")
    let found = try weights.tensors(of: layer, hasBias ? ["kernel", "bias"] : ["kernel"])
    // Conv2D has two spatial axes.
    let rank = layer.className.compactMap(\.wholeNumberValue).first ?? 0
    guard let sides = shape, sides.count == rank + 1, found[0].shape.count == rank + 2 else {
      throw KerasFault(
        "layer \(layer.name) with a kernel of shape \(found[0].shape) on a value of shape \(shape ?? [])")
    }
    let isChannelsLast = try !layer.isChannelsFirst
    let toFront = isChannelsLast ? [rank] + (0..<rank) : Array(0...rank)
    let input = toFront.map { sides[$0] }
    let geometry = try ConvolutionGeometry(layer, kernel: found[0].shape, input: input)
    try reorder(sides, axes: toFront, layer)
    let bias = hasBias ? BiasSource(found[1], repeats: geometry.outputSides.reduce(1, *)) : nil
    append(.linear(.convolution(geometry.convolution(found[0])), bias: bias), layer.title)
    let output = [geometry.outputChannels] + geometry.outputSides
    if isChannelsLast {
      let toBack = Array(1...rank) + [0]
      try reorder(output, axes: toBack, layer)
      shape = toBack.map { output[$0] }
    } else {
      shape = output
    }
    try addActivation(layer.config["activation"], of: layer)
  }
}

/// The numbers of a convolution, checked.
private struct ConvolutionGeometry {
  let outputSides: [Int]
  let outputChannels: Int
  private let input: [Int]
  private let strides: [Int]
  private let dilations: [Int]
  private let padding: [(before: Int, after: Int)]
  private let groups: Int

  /// Sides beyond this are not looked at, so that nothing below overflows.
  private static let limit = 1 << 20

  init(_ layer: KerasLayer, kernel: [Int], input: [Int]) throws(KerasFault) {
    let rank = input.count - 1
    let groups = layer.config["groups"] == .null ? 1 : layer.config["groups"].integer ?? 0
    guard let strides = Self.list(layer.config["strides"], rank: rank),
      let dilations = Self.list(layer.config["dilation_rate"], rank: rank),
      (kernel + input + strides + dilations + [groups]).allSatisfy({ 1...Self.limit ~= $0 }),
      input[0] % groups == 0, kernel[rank] == input[0] / groups, kernel[rank + 1] % groups == 0
    else { throw KerasFault("layer \(layer.name), whose kernel of shape \(kernel) does not fit \(input[0]) channels") }
    var padding: [(before: Int, after: Int)] = []
    var outputSides: [Int] = []
    for axis in 0..<rank {
      let (side, stride) = (input[axis + 1], strides[axis])
      let reach = (kernel[axis] - 1) * dilations[axis]
      switch try layer.text("padding", default: "valid") {
      case "valid": padding.append((0, 0))
      case "same":
        let total = Convolution.samePadding(side: side, stride: stride, extent: reach + 1)
        padding.append((total / 2, total - total / 2))
      case "causal": padding.append((reach, 0))
      case let other: throw KerasFault("layer \(layer.name) with padding \(other)")
      }
      let room = side + padding[axis].before + padding[axis].after - reach - 1
      guard room >= 0 else { throw KerasFault("layer \(layer.name), whose kernel is larger than its input") }
      outputSides.append(room / stride + 1)
    }
    guard checkedElementCount([kernel[rank + 1]] + outputSides) != nil else {
      throw KerasFault("layer \(layer.name), whose output is too large")
    }
    self.input = input
    self.strides = strides
    self.dilations = dilations
    self.padding = padding
    self.groups = groups
    self.outputSides = outputSides
    outputChannels = kernel[rank + 1]
  }

  func convolution(_ kernel: TensorDescription) -> Convolution {
    Convolution(
      kernel: kernel, kernelLayout: .tapsInOut, inputChannels: input[0], inputSides: Array(input.dropFirst()),
      strides: strides, dilations: dilations, padding: padding, groups: groups)
  }

  /// A number for each axis, or one for all; 1 where nothing is said.
  private static func list(_ value: JSONTree, rank: Int) -> [Int]? {
    if value == .null { return Array(repeating: 1, count: rank) }
    if let one = value.integer { return Array(repeating: one, count: rank) }
    guard let numbers = value.elements?.map({ $0.integer ?? 0 }), numbers.count == rank else { return nil }
    return numbers
  }
}
