import TensorFiles

extension Convolution {
  /// The most entries of a convolution's matrix that are built, and of all of one file together: 128 MiB in double precision.
  ///
  /// A kernel of a few bytes on a large image stands for a matrix of any size, so a file's size does not bound the memory
  /// that it asks for here.
  static let largestMatrix = 1 << 24

  /// Channels of the output.
  var outputChannels: Int { kernelLayout == .outInTaps ? kernel.shape[0] : kernel.shape[kernel.shape.count - 1] }

  /// Sides of the kernel's window.
  var window: [Int] { Array(kernelLayout == .outInTaps ? kernel.shape.dropFirst(2) : kernel.shape.dropLast(2)) }

  /// Input channels that one output channel sees.
  var channelsPerGroup: Int { kernel.shape[kernelLayout == .outInTaps ? 1 : kernel.shape.count - 2] }

  /// ⌊(side + padding − dilation (window − 1) − 1) / stride⌋ + 1 for each axis.
  var outputSides: [Int] {
    inputSides.indices.map { axis in
      let reach = dilations[axis] * (window[axis] - 1) + 1
      return (inputSides[axis] + padding[axis].before + padding[axis].after - reach) / strides[axis] + 1
    }
  }

  /// Zeros that an axis gets in all where ⌈side / stride⌉ entries are to come out ("same" padding) of a window that reaches
  /// over `extent` entries.
  ///
  /// - Precondition: the numbers are positive and so small that their products do not overflow.
  static func samePadding(side: Int, stride: Int, extent: Int) -> Int {
    max(((side + stride - 1) / stride - 1) * stride + extent - side, 0)
  }

  /// Entries of one input.
  var inputCount: Int { inputSides.reduce(inputChannels, *) }
  /// Entries of one output.
  var outputCount: Int { outputSides.reduce(outputChannels, *) }

  /// Why there is no such convolution, or none whose matrix can be built; nil where all is well. Every number may be a
  /// file's, so nothing is multiplied before it was checked.
  var fault: String? {
    let axes = inputSides.count
    guard 1...3 ~= axes, kernel.shape.count == axes + 2 else {
      return "a kernel of shape \(kernel.shape) for \(axes) spatial axes"
    }
    guard strides.count == axes, dilations.count == axes, padding.count == axes else {
      return "strides, dilations and pads are not one for each of \(axes) axes"
    }
    let limit = Self.largestMatrix
    let numbers = kernel.shape + inputSides + strides + dilations + [inputChannels, groups]
    guard numbers.allSatisfy({ 1...limit ~= $0 }),
      padding.allSatisfy({ 0...limit ~= $0.before && 0...limit ~= $0.after })
    else { return "a side, stride, dilation or pad is not positive or is beyond \(limit)" }
    guard inputChannels % groups == 0, outputChannels % groups == 0, channelsPerGroup == inputChannels / groups else {
      return "a kernel of shape \(kernel.shape) for \(inputChannels) channels in \(groups) groups"
    }
    for axis in 0..<axes {
      let reach = dilations[axis] * (window[axis] - 1) + 1
      guard reach <= inputSides[axis] + padding[axis].before + padding[axis].after else {
        return "a window of \(reach) is wider than the padded input"
      }
    }
    guard let inputs = checkedElementCount([inputChannels] + inputSides),
      let outputs = checkedElementCount([outputChannels] + outputSides),
      let entries = checkedElementCount([inputs, outputs]), entries <= limit
    else { return "its matrix would have more than \(limit) entries" }
    return nil
  }
}
