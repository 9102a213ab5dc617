import Foundation
import TensorFiles

@testable import Checkpoints
@testable import Networks

/// Evaluates steps on one sample by their definitions, and bounds how far a float32 implementation may be off: the oracle
/// for readers of graphs and for the joining of steps.
struct StepEvaluator {
  /// Entries, and for each a bound on the error of a computation in float32.
  struct Sample {
    var values: [Double]
    var errors: [Double]

    init(_ values: [Double]) {
      self.values = values
      errors = Array(repeating: 0, count: values.count)
    }
  }

  struct Unsupported: Error { let reason: String }

  let file: any TensorFile
  /// Unit round-off of float32, with room for the products of errors that the first-order bounds leave out.
  private let u = 0x1p-24 * 1.1

  func callAsFunction(_ steps: [NetworkStep], _ input: [Double]) throws -> Sample {
    var sample = Sample(input)
    for step in steps { sample = try evaluate(step.kind, sample) }
    return sample
  }

  private func evaluate(_ kind: NetworkStep.Kind, _ z: Sample) throws -> Sample {
    switch kind {
    case .linear(let weight, let bias): return try linear(weight, bias, z)
    case .scaleAndShift(let affine): return try scaled(affine, z)
    case .reorder(let order):
      var result = z
      result.values = order.map { z.values[$0] }
      result.errors = order.map { z.errors[$0] }
      return result
    case .activation(let activation):
      // No activation here rises faster than 1.13 (GELU, SiLU); implementations are off by a few units.
      var result = z
      result.values = z.values.map { activation($0) }
      result.errors = zip(result.values, z.errors).map { 1.13 * $1 + 16 * u * max(1, abs($0)) }
      return result
    case .tail: return z
    case .unsupported(let reason): throw Unsupported(reason: reason)
    }
  }

  /// One output of a linear map: pairs of an input and a weight.
  private func dot(_ terms: [(input: Int, weight: Double)], bias: Double, _ z: Sample) -> (Double, Double) {
    var (sum, magnitude, carried) = (bias, abs(bias), 0.0)
    for (input, weight) in terms {
      sum += weight * z.values[input]
      magnitude += abs(weight * z.values[input])
      carried += abs(weight) * z.errors[input]
    }
    return (sum, carried + Double(terms.count + 3) * u * magnitude)
  }

  private func linear(_ source: WeightSource, _ bias: BiasSource?, _ z: Sample) throws -> Sample {
    let rows = try rows(source, inputs: z.values.count)
    let bias = try bias.map { bias in
      let entries = try file.values(of: bias.tensor).map { bias.factor * $0 }
      return entries.count == 1 && bias.repeats == 1
        ? Array(repeating: entries[0], count: rows.count)
        : entries.flatMap { Array(repeating: $0, count: bias.repeats) }
    }
    if let bias { precondition(bias.count == rows.count, "\(bias.count) biases for \(rows.count) outputs") }
    var result = Sample(Array(repeating: 0, count: rows.count))
    for (i, row) in rows.enumerated() {
      (result.values[i], result.errors[i]) = dot(row, bias: bias?[i] ?? 0, z)
    }
    return result
  }

  private func rows(_ source: WeightSource, inputs: Int) throws -> [[(input: Int, weight: Double)]] {
    switch source {
    case .stored(let tensor, let layout, let factor):
      let w = try file.values(of: tensor)
      let (first, second) = (tensor.shape[0], tensor.shape[1])
      precondition(inputs == (layout == .outIn ? second : first), "\(tensor.shape) on \(inputs) entries")
      return layout == .outIn
        ? (0..<first).map { i in (0..<second).map { ($0, factor * w[i * second + $0]) } }
        : (0..<second).map { j in (0..<first).map { ($0, factor * w[$0 * second + j]) } }
    case .convolution(let convolution): return try rows(convolution, inputs: inputs)
    case .weightNorm(let magnitude, let direction):
      let (g, v) = (try file.values(of: magnitude), try file.values(of: direction))
      let columns = direction.shape[1]
      func norm(_ entries: ArraySlice<Double>) -> Double { entries.reduce(0) { $0 + $1 * $1 }.squareRoot() }
      return (0..<direction.shape[0]).map { i in
        let row = v[i * columns..<(i + 1) * columns]
        let factor = g.count == 1 ? g[0] / norm(v[...]) : g[i] / norm(row)
        return row.enumerated().map { ($0.offset, factor * $0.element) }
      }
    }
  }

  /// The rows of a convolution by the direct loops.
  private func rows(_ c: Convolution, inputs: Int) throws -> [[(input: Int, weight: Double)]] {
    precondition(inputs == c.inputChannels * c.inputSides.reduce(1, *))
    let w = try file.values(of: c.kernel)
    let isOutFirst = c.kernelLayout == .outInTaps
    let kernel = Array(isOutFirst ? c.kernel.shape.dropFirst(2) : c.kernel.shape.dropLast(2))
    let channels = isOutFirst ? c.kernel.shape[0] : c.kernel.shape[kernel.count + 1]
    let outputs = zip(c.inputSides.indices, kernel).map { axis, taps in
      (c.inputSides[axis] + c.padding[axis].before + c.padding[axis].after - (taps - 1) * c.dilations[axis] - 1)
        / c.strides[axis] + 1
    }
    let (perGroup, outPerGroup) = (c.inputChannels / c.groups, channels / c.groups)
    var rows: [[(Int, Double)]] = []
    for out in 0..<channels {
      for position in places(outputs) {
        var row: [(Int, Double)] = []
        for channel in 0..<perGroup {
          for (number, tap) in places(kernel).enumerated() {
            let place = position.indices.map {
              position[$0] * c.strides[$0] + tap[$0] * c.dilations[$0] - c.padding[$0].before
            }
            guard zip(place, c.inputSides).allSatisfy({ $0 >= 0 && $0 < $1 }) else { continue }
            let inputChannel = out / outPerGroup * perGroup + channel
            let input = zip(place, c.inputSides).reduce(inputChannel) { $0 * $1.1 + $1.0 }
            let entry =
              isOutFirst
              ? (out * perGroup + channel) * kernel.reduce(1, *) + number
              : (number * perGroup + channel) * channels + out
            row.append((input, w[entry]))
          }
        }
        rows.append(row)
      }
    }
    return rows
  }

  /// All places of a grid, row by row.
  private func places(_ sides: [Int]) -> [[Int]] {
    sides.reduce([[]]) { places, side in places.flatMap { place in (0..<side).map { place + [$0] } } }
  }

  private func scaled(_ affine: ScaleAndShift, _ z: Sample) throws -> Sample {
    let (s, t, units) = try coefficients(affine.source)
    var result = z
    for i in z.values.indices {
      let scale = s[i / affine.repeats % s.count]
      let shift = t[i / affine.repeats % t.count]
      result.values[i] = scale * z.values[i] + shift.value
      result.errors[i] = abs(scale) * z.errors[i] + units * u * (abs(scale * z.values[i]) + shift.magnitude)
    }
    return result
  }

  private typealias Shift = (value: Double, magnitude: Double)

  private func coefficients(_ source: ScaleAndShift.Source) throws -> ([Double], [Shift], Double) {
    switch source {
    case .constants(let scale, let shift):
      let t = try shift.map(numbers) ?? [0]
      return (try scale.map(numbers) ?? [1], t.map { ($0, abs($0)) }, 3)
    case .batchNormalization(let scale, let shift, let mean, let variance, let epsilon):
      let (μ, σ2) = (try file.values(of: mean), try file.values(of: variance))
      let γ = try scale.map { try file.values(of: $0) } ?? μ.map { _ in 1 }
      let β = try shift.map { try file.values(of: $0) } ?? μ.map { _ in 0 }
      let s = μ.indices.map { γ[$0] / (σ2[$0] + epsilon).squareRoot() }
      return (s, μ.indices.map { (β[$0] - s[$0] * μ[$0], abs(β[$0]) + abs(s[$0] * μ[$0])) }, 8)
    case .standardization(let mean, let variance, let floor):
      let (μ, σ2) = (try file.values(of: mean), try file.values(of: variance))
      let s = σ2.map { $0 < floor * floor ? 1 / floor : 1 / $0.squareRoot() }
      return (s, μ.indices.map { (-s[$0] * μ[$0], abs(s[$0] * μ[$0])) }, 8)
    }
  }

  private func numbers(_ coefficients: ScaleAndShift.Coefficients) throws -> [Double] {
    switch coefficients {
    case .number(let number): [number]
    case .tensor(let tensor, let factor): try file.values(of: tensor).map { factor * $0 }
    case .reciprocal(let tensor): try file.values(of: tensor).map { 1 / $0 }
    }
  }
}

extension NetworkStep {
  /// A line that tests compare: `fc0: W0 (outIn) + b0`.
  var summary: String {
    let place = name.split(separator: " ")[1]
    return switch kind {
    case .linear(let weight, let bias): "\(place): \(weight.summary)\(bias.map { " + \($0.summary)" } ?? "")"
    case .scaleAndShift(let affine): "\(place): \(affine.summary)"
    case .reorder(let order): "\(place): reorder \(order.count)"
    case .activation(let activation): "\(place): \(activation.name)"
    case .tail: "\(place): tail"
    case .unsupported(let reason): reason
    }
  }
}

extension WeightSource {
  fileprivate var summary: String {
    switch self {
    case .stored(let tensor, let layout, let factor):
      "\(factor == 1 ? "" : "\(factor) ")\(tensor.name)\(tensor.shape) \(layout.rawValue)"
    case .weightNorm(let magnitude, let direction): "\(magnitude.name) \(direction.name)"
    case .convolution(let c):
      "\(c.kernel.name)\(c.kernel.shape) on \(c.inputChannels)×\(c.inputSides) strides \(c.strides) dilations "
        + "\(c.dilations) padding \(c.padding.map { [$0.before, $0.after] }) groups \(c.groups)"
    }
  }
}

extension BiasSource {
  fileprivate var summary: String {
    "\(factor == 1 ? "" : "\(factor) ")\(tensor.name)\(repeats == 1 ? "" : " repeats \(repeats)")"
  }
}

extension ScaleAndShift {
  fileprivate var summary: String {
    let text =
      switch source {
      case .constants(let scale, let shift): "s \(scale?.summary ?? "1") t \(shift?.summary ?? "0")"
      case .batchNormalization(let scale, let shift, let mean, let variance, let epsilon):
        "norm \([scale, shift, mean, variance].map { $0?.name ?? "-" }.joined(separator: " ")) \(Float(epsilon))"
      case .standardization(let mean, let variance, let floor): "norm \(mean.name) \(variance.name) at least \(floor)"
      }
    return text + (repeats == 1 ? "" : " repeats \(repeats)")
  }
}

extension ScaleAndShift.Coefficients {
  fileprivate var summary: String {
    switch self {
    case .number(let number): "\(number)"
    case .tensor(let tensor, let factor): "\(factor == 1 ? "" : "\(factor) ")\(tensor.name)"
    case .reciprocal(let tensor): "1/\(tensor.name)"
    }
  }
}
