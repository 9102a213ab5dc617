import MatrixNorms

extension Convolution {
  /// The convolution as a matrix: entry (output position, input position), channels first on both sides, is the tap of
  /// the kernel that joins them, and 0 where none does.
  ///
  /// O(entries of the matrix) memory, O(outputs · taps) time.
  ///
  /// - Parameter taps: the kernel's entries in row-major order.
  /// - Precondition: `fault == nil`.
  func matrix(taps: [Double]) -> [Double] {
    let columns = inputCount
    var elements = [Double](repeating: 0, count: outputCount * columns)
    let positions = Positions(outputSides)
    let perGroup = (inputs: inputChannels / groups, outputs: outputChannels / groups)
    let inputPositions = inputSides.reduce(1, *)
    let windowCount = window.reduce(1, *)
    // Where the tap of two channels lies: the distances along the kernel's axes.
    let (outputStride, inputStride, tapStride) =
      kernelLayout == .outInTaps
      ? (perGroup.inputs * windowCount, windowCount, 1) : (1, outputChannels, perGroup.inputs * outputChannels)
    for place in 0..<positions.count {
      // The same inputs for all channels: taps that fall on padding join nothing.
      let joined = inputs(of: positions[place])
      for channel in 0..<outputChannels {
        let row = (channel * positions.count + place) * columns
        let firstInput = channel / perGroup.outputs * perGroup.inputs
        for depth in 0..<perGroup.inputs {
          let kernelStart = channel * outputStride + depth * inputStride
          let inputStart = row + (firstInput + depth) * inputPositions
          for (tap, input) in joined { elements[inputStart + input] += taps[kernelStart + tap * tapStride] }
        }
      }
    }
    return elements
  }

  /// The taps that fall on the input for one output position, and where in the channel they fall. Takes time for these taps
  /// only: a wide window on a padded input has many others.
  private func inputs(of output: [Int]) -> [(tap: Int, input: Int)] {
    var joined = [(tap: 0, input: 0)]
    for axis in output.indices {
      let start = output[axis] * strides[axis] - padding[axis].before
      let taps = tapsInside(axis, from: start)
      joined = joined.flatMap { outer in
        taps.map { tap in
          (
            tap: outer.tap * window[axis] + tap,
            input: outer.input * inputSides[axis] + start + tap * dilations[axis]
          )
        }
      }
    }
    return joined
  }

  /// The taps t of an axis with 0 ≤ start + t · dilation < side.
  private func tapsInside(_ axis: Int, from start: Int) -> Range<Int> {
    let dilation = dilations[axis]
    let first = start < 0 ? (dilation - 1 - start) / dilation : 0
    let end = start < inputSides[axis] ? (inputSides[axis] - 1 - start) / dilation + 1 : 0
    let lower = min(first, window[axis])
    return lower..<max(lower, min(end, window[axis]))
  }
}

/// The positions of a grid in row-major order.
private struct Positions {
  let sides: [Int]
  let count: Int

  init(_ sides: [Int]) {
    self.sides = sides
    count = sides.reduce(1, *)
  }

  subscript(index: Int) -> [Int] {
    var rest = index
    var position = sides
    for axis in sides.indices.reversed() {
      position[axis] = rest % sides[axis]
      rest /= sides[axis]
    }
    return position
  }
}
