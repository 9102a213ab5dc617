import TensorFiles
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct ConvolutionMatrixTests {
  private func convolution(
    _ kernel: [Int], on sides: [Int], channels: Int, strides: [Int]? = nil, dilations: [Int]? = nil,
    padding: [(before: Int, after: Int)]? = nil, groups: Int = 1
  ) -> Convolution {
    let ones = sides.map { _ in 1 }
    return Convolution(
      kernel: TensorDescription(name: "k", elementType: .float64, storedType: "F64", shape: kernel),
      inputChannels: channels, inputSides: sides, strides: strides ?? ones, dilations: dilations ?? ones,
      padding: padding ?? sides.map { _ in (0, 0) }, groups: groups)
  }

  @Test("taps (1, 2) on 3 inputs: rows (1, 2, 0) and (0, 1, 2)") func onePass() {
    #expect(convolution([1, 1, 2], on: [3], channels: 1).matrix(taps: [1, 2]) == [1, 2, 0, 0, 1, 2])
  }

  @Test("stride 2, padding 1 before: taps (1, 2) on 3 inputs see (0, x₀), (x₁, x₂)") func strideAndPadding() {
    let c = convolution([1, 1, 2], on: [3], channels: 1, strides: [2], padding: [(1, 0)])
    #expect(c.fault == nil && c.matrix(taps: [1, 2]) == [2, 0, 0, 0, 1, 2])
  }

  @Test("dilation 2: taps (1, 2) on 4 inputs join x₀ with x₂, x₁ with x₃") func dilation() {
    let c = convolution([1, 1, 2], on: [4], channels: 1, dilations: [2])
    #expect(c.matrix(taps: [1, 2]) == [1, 0, 2, 0, 0, 1, 0, 2])
  }

  @Test("two groups of one channel each are block diagonal: (3, 0), (0, 5)") func groups() {
    let c = convolution([2, 1, 1], on: [1], channels: 2, groups: 2)
    #expect(c.matrix(taps: [3, 5]) == [3, 0, 0, 5])
  }

  @Test("against the definition, for random shapes in one to three dimensions", arguments: 0..<60)
  func definition(_ seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let axes = Int.random(in: 1...3, using: &generator)
    let groups = Int.random(in: 1...2, using: &generator)
    let (inChannels, outChannels) = (groups * Int.random(in: 1...2, using: &generator), groups * 2)
    let window = (0..<axes).map { _ in Int.random(in: 1...2, using: &generator) }
    let c = convolution(
      [outChannels, inChannels / groups] + window, on: (0..<axes).map { _ in Int.random(in: 2...4, using: &generator) },
      channels: inChannels, strides: (0..<axes).map { _ in Int.random(in: 1...2, using: &generator) },
      dilations: (0..<axes).map { _ in Int.random(in: 1...2, using: &generator) },
      padding: (0..<axes).map { _ in
        (Int.random(in: 0...1, using: &generator), Int.random(in: 0...1, using: &generator))
      },
      groups: groups)
    guard c.fault == nil else { return }
    let taps = (0..<c.kernel.elementCount).map { _ in Double(Int.random(in: -9...9, using: &generator)) }
    let x = (0..<c.inputCount).map { _ in Double(Int.random(in: -9...9, using: &generator)) }
    let matrix = c.matrix(taps: taps)
    // Small integers: every sum is exact.
    let product = (0..<c.outputCount).map { row in
      (0..<x.count).reduce(0.0) { $0 + matrix[row * x.count + $1] * x[$1] }
    }
    #expect(product == byDefinition(c, taps, x))
  }

  @Test("Keras's order of the kernel's axes, (taps, in, out), gives the same matrix") func tapsFirst() {
    // k[o, i, t] = 100 o + 10 i + t, two outputs, two inputs, three taps.
    func entry(_ o: Int, _ i: Int, _ t: Int) -> Double { Double(100 * o + 10 * i + t) }
    let first = convolution([2, 2, 3], on: [4], channels: 2)
    let taps = (0..<2).flatMap { o in (0..<2).flatMap { i in (0..<3).map { entry(o, i, $0) } } }
    let last = Convolution(
      kernel: TensorDescription(name: "k", elementType: .float64, storedType: "F64", shape: [3, 2, 2]),
      kernelLayout: .tapsInOut, inputChannels: 2, inputSides: [4], strides: [1], dilations: [1], padding: [(0, 0)],
      groups: 1)
    let tapsLast = (0..<3).flatMap { t in (0..<2).flatMap { i in (0..<2).map { entry($0, i, t) } } }
    #expect(last.fault == nil && last.outputSides == first.outputSides)
    #expect(last.matrix(taps: tapsLast) == first.matrix(taps: taps))
  }

  /// y[o, p] = Σ_i Σ_t k[o, i, t] x[i, p · stride + t · dilation − before], zero outside.
  private func byDefinition(_ c: Convolution, _ taps: [Double], _ x: [Double]) -> [Double] {
    let perGroup = c.inputChannels / c.groups
    func grid(_ sides: [Int]) -> [[Int]] {
      sides.reduce([[]]) { all, side in all.flatMap { p in (0..<side).map { p + [$0] } } }
    }
    var result: [Double] = []
    for o in 0..<c.outputChannels {
      for place in grid(c.outputSides) {
        var sum = 0.0
        for i in 0..<perGroup {
          for (t, tap) in grid(c.window).enumerated() {
            let at = place.indices.map { place[$0] * c.strides[$0] + tap[$0] * c.dilations[$0] - c.padding[$0].before }
            guard zip(at, c.inputSides).allSatisfy({ 0 <= $0 && $0 < $1 }) else { continue }
            let channel = o / (c.outputChannels / c.groups) * perGroup + i
            let index = zip(at, c.inputSides).reduce(channel) { $0 * $1.1 + $1.0 }
            sum += taps[(o * perGroup + i) * c.window.reduce(1, *) + t] * x[index]
          }
        }
        result.append(sum)
      }
    }
    return result
  }

  @Test("a few bytes that ask for 10¹² entries are refused before anything is allocated") func tooLarge() {
    let c = convolution([1, 1, 1, 1], on: [1000, 1000], channels: 1)
    #expect(c.fault == "its matrix would have more than 16777216 entries")
    #expect(convolution([1, 1, 1, 1], on: [1 << 24, 1 << 24], channels: 1 << 20).fault != nil)
  }

  @Test("a wide window on a wider padding costs what it joins: 2¹⁸ taps on one entry") func wideWindow() {
    let c = convolution([1, 1, 1 << 18], on: [1], channels: 1, padding: [((1 << 18) - 1, (1 << 18) - 1)])
    #expect(c.fault == nil && c.outputCount == 1 << 18)
    // Entry o of the output sees tap 2¹⁸ − 1 − o.
    let taps = (0..<1 << 18).map(Double.init)
    #expect(c.matrix(taps: taps) == taps.reversed())
  }

  @Test("zero, negative and overflowing numbers are refused") func hostile() {
    #expect(convolution([1, 1, 2], on: [3], channels: 1, strides: [0]).fault != nil)
    #expect(convolution([1, 1, 2], on: [3], channels: 1, dilations: [.max]).fault != nil)
    #expect(convolution([1, 1, 2], on: [-3], channels: 1).fault != nil)
    #expect(convolution([1, 1, 2], on: [3], channels: 1, padding: [(.max, .max)]).fault != nil)
    #expect(convolution([1, 1, 4], on: [3], channels: 1).fault == "a window of 4 is wider than the padded input")
    #expect(
      convolution([1, 2, 2], on: [3], channels: 1).fault == "a kernel of shape [1, 2, 2] for 1 channels in 1 groups")
    #expect(convolution([1, 1], on: [], channels: 1).fault == "a kernel of shape [1, 1] for 0 spatial axes")
    #expect(convolution([1, 0, 2], on: [3], channels: 1).fault != nil)
  }
}
