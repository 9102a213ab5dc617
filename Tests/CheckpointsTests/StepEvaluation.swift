import Networks
import TensorFiles

@testable import Checkpoints

/// Evaluates steps on one sample by direct loops, independent of the library's matrices. Tails are left out.
func evaluate(_ steps: [NetworkStep], on z: [Double], values: (TensorDescription) -> [Double]) -> [Double] {
  steps.reduce(z) { z, step in
    switch step.kind {
    case .linear(let weight, let bias): add(bias, to: multiply(weight, z, values), values)
    case .scaleAndShift(let map): scale(z, map, values)
    case .reorder(let order): order.map { z[$0] }
    case .activation(let activation): z.map { activation($0) }
    case .tail, .unsupported: z
    }
  }
}

private func add(_ bias: BiasSource?, to z: [Double], _ values: (TensorDescription) -> [Double]) -> [Double] {
  guard let bias else { return z }
  let entries = values(bias.tensor)
  return z.indices.map { z[$0] + bias.factor * (entries.count == 1 ? entries[0] : entries[$0 / bias.repeats]) }
}

private func multiply(_ weight: WeightSource, _ z: [Double], _ values: (TensorDescription) -> [Double]) -> [Double] {
  switch weight {
  case .stored(let tensor, let layout, let factor):
    let entries = values(tensor)
    let (rows, columns) = (tensor.shape[0], tensor.shape[1])
    return layout == .outIn
      ? (0..<rows).map { i in factor * (0..<columns).reduce(0) { $0 + entries[i * columns + $1] * z[$1] } }
      : (0..<columns).map { j in factor * (0..<rows).reduce(0) { $0 + entries[$1 * columns + j] * z[$1] } }
  case .weightNorm(let magnitude, let direction):
    let (g, v) = (values(magnitude), values(direction))
    let columns = v.count / direction.shape[0]
    let rows = (0..<direction.shape[0]).map { Array(v[$0 * columns..<($0 + 1) * columns]) }
    func norm(_ row: [Double]) -> Double { row.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    return rows.enumerated().map { i, row in
      zip(row, z).reduce(0) { $0 + $1.0 * $1.1 } * (g.count == 1 ? g[0] / norm(v) : g[i] / norm(row))
    }
  case .convolution(let convolution): return convolve(convolution, z, values(convolution.kernel))
  }
}

private func scale(
  _ z: [Double], _ map: ScaleAndShift, _ values: (TensorDescription) -> [Double]
) -> [Double] {
  func coefficient(_ list: [Double], _ i: Int) -> Double { list[i / map.repeats % list.count] }
  func list(_ source: ScaleAndShift.Coefficients?, default number: Double) -> [Double] {
    switch source {
    case nil: [number]
    case .number(let number): [number]
    case .tensor(let tensor, let factor): values(tensor).map { factor * $0 }
    case .reciprocal(let tensor): values(tensor).map { 1 / $0 }
    }
  }
  switch map.source {
  case .constants(let scale, let shift):
    let (s, t) = (list(scale, default: 1), list(shift, default: 0))
    return z.indices.map { coefficient(s, $0) * z[$0] + coefficient(t, $0) }
  case .batchNormalization(let scale, let shift, let mean, let variance, let epsilon):
    let (s, t) = (scale.map(values) ?? [1], shift.map(values) ?? [0])
    let (m, v) = (values(mean), values(variance))
    return z.indices.map { i in
      coefficient(s, i) * (z[i] - coefficient(m, i)) / (coefficient(v, i) + epsilon).squareRoot() + coefficient(t, i)
    }
  }
}

/// The sum over taps and input channels, for each output channel and place.
private func convolve(_ c: Convolution, _ z: [Double], _ kernel: [Double]) -> [Double] {
  let rank = c.inputSides.count
  let shape = c.kernel.shape
  let taps = c.kernelLayout == .tapsInOut ? Array(shape[..<rank]) : Array(shape[2...])
  let (outputs, inputs) =
    c.kernelLayout == .tapsInOut ? (shape[rank + 1], shape[rank]) : (shape[0], shape[1])
  let sides = (0..<rank).map { (k: Int) -> Int in
    let padded = c.inputSides[k] + c.padding[k].before + c.padding[k].after
    let reach = (taps[k] - 1) * c.dilations[k] + 1
    return (padded - reach) / c.strides[k] + 1
  }
  func places(_ sides: [Int]) -> [[Int]] {
    sides.reduce([[]]) { found, side in found.flatMap { start in (0..<side).map { start + [$0] } } }
  }
  func index(_ place: [Int], _ sides: [Int]) -> Int { zip(place, sides).reduce(0) { $0 * $1.1 + $1.0 } }
  return (0..<outputs).flatMap { output in
    places(sides).map { place in
      var sum = 0.0
      for tap in places(taps) {
        let source = (0..<rank).map { (k: Int) -> Int in
          place[k] * c.strides[k] + tap[k] * c.dilations[k] - c.padding[k].before
        }
        guard zip(source, c.inputSides).allSatisfy({ 0..<$1 ~= $0 }) else { continue }
        for input in 0..<inputs {
          let entry =
            c.kernelLayout == .tapsInOut
            ? index(tap + [input, output], taps + [inputs, outputs])
            : index([output, input] + tap, [outputs, inputs] + taps)
          let channel = output / (outputs / c.groups) * inputs + input
          sum += kernel[entry] * z[index([channel] + source, [c.inputChannels] + c.inputSides)]
        }
      }
      return sum
    }
  }
}
