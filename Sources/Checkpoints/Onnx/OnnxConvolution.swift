import TensorFiles

extension OnnxSteps {
  /// Conv in one to three dimensions.
  mutating func convolution(_ node: OperatorGraph.Node) throws(OnnxRefusal) {
    guard node.input(0) == value else { throw .because("its kernel depends on the input") }
    let kernel = try weights(node.input(1)).viewed()
    let axes = kernel.shape.count - 2
    guard (1...3).contains(axes) else { throw .with("a kernel of shape \(kernel.shape)") }
    guard let sides = shape.sides, shape.batch != .none, sides.count == axes + 1 else {
      throw .because("its input is no known number of channels and \(axes) spatial sides")
    }
    let windows = try windows(node, sides: Array(sides[1...]), kernel: Array(kernel.shape[2...]))
    let groups = try node.integer("group") ?? 1
    let (channels, outputs) = (sides[0], kernel.shape[0])
    guard outputs > 0, groups > 0, channels % groups == 0, outputs % groups == 0, channels / groups == kernel.shape[1]
    else {
      throw .because("a kernel of shape \(kernel.shape) with \(groups) groups does not fit \(channels) channels")
    }
    let produced = [outputs] + windows.map(\.count)
    guard let size = checkedElementCount(produced), size <= 1 << 24 else {
      throw .because("its output of shape \(produced) is too large")
    }
    let convolution = Convolution(
      kernel: kernel, inputChannels: channels, inputSides: Array(sides[1...]), strides: windows.map(\.stride),
      dilations: windows.map(\.dilation), padding: windows.map { ($0.before, $0.after) }, groups: groups)
    append(
      .linear(.convolution(convolution), bias: try channelBias(node, outputs, repeats: size / outputs)), node)
    shape = shape.with(produced)
  }

  /// How a kernel moves along one axis.
  private struct Window {
    var stride: Int
    var dilation: Int
    var before = 0
    var after = 0
    var count = 0
  }

  private mutating func channelBias(
    _ node: OperatorGraph.Node, _ channels: Int, repeats: Int
  ) throws(OnnxRefusal) -> BiasSource? {
    guard let name = node.input(2) else { return nil }
    let bias = try weights(name)
    guard bias.count == channels else { throw .because("a bias of shape \(bias.shape) for \(channels) channels") }
    return BiasSource(bias.tensor, repeats: repeats)
  }

  private func windows(
    _ node: OperatorGraph.Node, sides: [Int], kernel: [Int]
  ) throws(OnnxRefusal) -> [Window] {
    let axes = sides.count
    let strides = try list("strides", of: node, count: axes, least: 1) ?? Array(repeating: 1, count: axes)
    let dilations = try list("dilations", of: node, count: axes, least: 1) ?? Array(repeating: 1, count: axes)
    let pads = try list("pads", of: node, count: 2 * axes, least: 0) ?? Array(repeating: 0, count: 2 * axes)
    if let stated = try node.integers("kernel_shape"), stated != kernel {
      throw .because("kernel_shape \(stated) is not that of its kernel, \(kernel)")
    }
    let padding = try node.text("auto_pad") ?? "NOTSET"
    var windows: [Window] = []
    for axis in 0..<axes {
      let side = sides[axis]
      guard side <= 1 << 24, (1...1 << 24).contains(kernel[axis]) else { throw .because("it is too large") }
      var window = Window(stride: strides[axis], dilation: dilations[axis])
      let extent = (kernel[axis] - 1) * window.dilation + 1
      switch padding {
      case "NOTSET": (window.before, window.after) = (pads[axis], pads[axis + axes])
      case "VALID": break
      case "SAME_UPPER", "SAME_LOWER":
        let total = Convolution.samePadding(side: side, stride: window.stride, extent: extent)
        let (small, large) = (total / 2, total - total / 2)
        (window.before, window.after) = padding == "SAME_UPPER" ? (small, large) : (large, small)
      default: throw .with("auto_pad \(padding)")
      }
      let padded = side + window.before + window.after
      guard padded >= extent else { throw .because("a kernel of \(extent) entries on a side of \(padded)") }
      window.count = (padded - extent) / window.stride + 1
      windows.append(window)
    }
    return windows
  }

  /// A list of small integers: their products and sums cannot overflow.
  private func list(
    _ name: String, of node: OperatorGraph.Node, count: Int, least: Int
  ) throws(OnnxRefusal) -> [Int]? {
    guard let list = try node.integers(name) else { return nil }
    guard list.count == count, list.allSatisfy({ (least...1 << 24).contains($0) }) else {
      throw .with("\(name) \(list.prefix(8))")
    }
    return list
  }
}
