import TestSupport
import Testing

@testable import Training

@Suite struct OptimizerTests {
  /// w at 0, β at 1.
  private let layout = ParameterLayout(widths: [1, 1], hasBiases: true)

  private func run(_ kind: OptimizerKind, decay: Double = 0, gradients: [Double], rate: Double = 0.1) -> [[Double]] {
    var optimizer = Optimizer<Double>(kind, weightDecay: decay, layout: layout, threads: 1)
    var parameters = [1, 1.0]
    return gradients.map { g in
      optimizer.step(&parameters, [g, g], rate: rate)
      return parameters
    }
  }

  private func expect(_ found: [Double], _ expected: [Double]) {
    for (a, b) in zip(found, expected) { #expect(abs(a - b) < 4e-16, "\(found) is not \(expected)") }
  }

  @Test("sgd, rate 0.1, decay 0.1: w = 1 − 0.1·(2 + 0.1) = 0.79, then − 0.1·(1 + 0.079) = 0.6821; β = 0.8, 0.7")
  func sgd() {
    let steps = run(.sgd(momentum: 0), decay: 0.1, gradients: [2, 1])
    expect(steps[0], [0.79, 0.8])
    expect(steps[1], [0.6821, 0.7])
  }

  @Test(
    "momentum ½, decay 0.1: v = 1.1, 0.55 + 1 + 0.089 = 1.639, w = 0.89, 0.7261; for β v = 1, 1.5, β = 0.9, 0.75")
  func momentum() {
    let steps = run(.sgd(momentum: 0.5), decay: 0.1, gradients: [1, 1])
    expect(steps[0], [0.89, 0.9])
    expect(steps[1], [0.7261, 0.75])
  }

  @Test(
    "adam, β = (½, ¾): m̂ = 2, v̂ = 4, w = 1 − 0.1·2/(2 + 10⁻⁸); then m = 1, v = 1, m̂ = 4/3, v̂ = 16/7, − 0.1·(4/3)/(√(16/7) + 10⁻⁸)"
  )
  func adam() {
    let steps = run(.adam(β1: 0.5, β2: 0.75), gradients: [2, 1])
    let first = 1 - 0.2 / (2 + 1e-8)
    let second = first - 0.1 * (4.0 / 3) / ((16.0 / 7).squareRoot() + 1e-8)
    expect(steps[0], [first, first])
    expect(steps[1], [second, second])
  }

  @Test("adam with decay 0.2 takes rate · 0.2 · w off the weight, nothing off the bias") func decoupled() {
    let steps = run(.adam(β1: 0.5, β2: 0.75), decay: 0.2, gradients: [2])
    let plain = 1 - 0.2 / (2 + 1e-8)
    expect(steps[0], [plain - 0.02, plain])
  }

  @Test("adam without gradient does not move, and its moments stay 0") func still() {
    #expect(run(.adam(β1: 0.9, β2: 0.999), gradients: [0, 0]) == [[1, 1], [1, 1]])
  }

  @Test(
    "threads do not change a bit",
    arguments: [OptimizerKind.sgd(momentum: 0), .sgd(momentum: 0.9), .adam(β1: 0.9, β2: 0.999)])
  func threads(_ kind: OptimizerKind) {
    for hasBiases in [true, false] {
      // Parts end within weights and within biases; with 64 threads some are empty.
      let layout = ParameterLayout(widths: [3, 5, 2], hasBiases: hasBiases)
      func run(_ threads: Int) -> [[Float]] {
        var g = SeededGenerator(seed: 5)
        var optimizer = Optimizer<Float>(kind, weightDecay: 0.01, layout: layout, threads: threads)
        var parameters = (0..<layout.count).map { _ in Float(g.normal()) }
        for _ in 0..<5 { optimizer.step(&parameters, (0..<layout.count).map { _ in Float(g.normal()) }, rate: 0.05) }
        return [parameters, optimizer.firstMoments, optimizer.secondMoments]
      }
      for threads in [2, 3, 7, 64] { #expect(run(threads) == run(1), "\(threads) threads") }
    }
  }

  @Test("decay spares all biases and no weight") func spares() {
    let layout = ParameterLayout(widths: [3, 5, 2], hasBiases: true)
    for kind in [OptimizerKind.sgd(momentum: 0.5), .adam(β1: 0.9, β2: 0.999)] {
      for threads in [1, 3] {
        var optimizer = Optimizer<Double>(kind, weightDecay: 0.5, layout: layout, threads: threads)
        var parameters = Array(repeating: 1.0, count: layout.count)
        optimizer.step(&parameters, Array(repeating: 0, count: layout.count), rate: 0.1)
        let biases = Set(layout.biases.flatMap { $0 })
        for i in parameters.indices { #expect(parameters[i] == (biases.contains(i) ? 1 : 0.95)) }
      }
    }
  }

  @Test("momentum and β below 1; names") func obstacles() {
    for good in [OptimizerKind.sgd(momentum: 0), .sgd(momentum: 0.99), .adam(β1: 0, β2: 0)] {
      #expect(good.obstacle == nil)
    }
    #expect(OptimizerKind.sgd(momentum: 1).obstacle == "the momentum is 1.0, not a share below 1")
    #expect(OptimizerKind.sgd(momentum: .nan).obstacle != nil && OptimizerKind.sgd(momentum: -0.1).obstacle != nil)
    #expect(OptimizerKind.adam(β1: 1, β2: 0).obstacle == "beta 1 is 1.0, not a share below 1")
    #expect(OptimizerKind.adam(β1: 0, β2: 1).obstacle == "beta 2 is 1.0, not a share below 1")
    #expect(OptimizerKind.sgd(momentum: 0).name == "sgd" && OptimizerKind.adam(β1: 0, β2: 0).name == "adam")
  }
}
