import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Certification

@Suite struct ExactDecisionTests {
  /// The fixture's worst margins are attained, and minimal to 1e-7 of themselves; some are of the order 10.
  static let reference = 2e-6

  @Test(
    "worst margins by mixed-integer programming: the sign decides, and bounds lie on their side",
    arguments: ExactCase.all)
  func references(_ example: ExactCase) throws {
    switch try example.decide() {
    case .certified(let margin): #expect(margin > 0 && margin <= example.worst + Self.reference)
    case .falsified(let witness): #expect(witness.margin >= example.worst - Self.reference && example.worst <= 0)
    case .undecided(let lower, let upper): Issue.record("undecided between \(lower) and \(upper)")
    }
  }

  @Test(
    "a worst margin moved to +10⁻⁴ is certified, to −10⁻⁴ falsified: the decision is exact", arguments: ExactCase.all)
  func sharp(_ example: ExactCase) throws {
    guard case .certified(let margin) = try example.decide(worst: 1e-4) else {
      Issue.record("a margin of 10⁻⁴ is not certified")
      return
    }
    #expect(margin > 0 && margin <= 1e-4 + Self.reference)
    guard case .falsified(let witness) = try example.decide(worst: -1e-4) else {
      Issue.record("a margin of −10⁻⁴ is not falsified")
      return
    }
    #expect(witness.margin <= 0 && witness.margin >= -1e-4 - Self.reference)
  }

  @Test("a witness lies in the ball entry by entry and misclassifies when evaluated afresh", arguments: ExactCase.all)
  func witnesses(_ example: ExactCase) throws {
    let ball = try example.ball(worst: -1e-3)
    guard case .falsified(let witness) = try example.decide(worst: -1e-3) else {
      Issue.record("not falsified")
      return
    }
    expectInBall(witness.network, ball)
    let margin = witness.network.logits(Matrix([example.x])).margins(labels: [example.label])[0]
    #expect(margin <= 0 && margin <= witness.margin && witness.margin - margin < 1e-9)
  }

  @Test("no time: the worst margin lies between the two bounds", arguments: ExactCase.all)
  func noTime(_ example: ExactCase) throws {
    for worst in [1e-5, 1.0] {
      switch try example.decide(worst: worst, timeLimit: 0) {
      case .certified(let margin): #expect(margin <= worst + Self.reference)
      case .falsified: Issue.record("a positive margin falsified")
      case .undecided(let lower, let upper):
        #expect(lower <= 0 && lower <= worst && upper >= worst - Self.reference && upper > 0)
      }
    }
  }

  @Test("without time some cases stay undecided, with it none does") func timeCounts() throws {
    let left = try ExactCase.all.filter {
      if case .undecided = try $0.decide(worst: 1e-5, timeLimit: 0) { true } else { false }
    }
    #expect(left.count >= 5)
  }

  @Test("200 nets: no certificate above a witness, no corner below a certified margin, for every form of radius")
  func laws() throws {
    for seed in UInt64(0)..<200 where [0, 1].contains(seed % 4) {
      let example = RandomCase(seed: seed, samples: 3)
      var g = SeededGenerator(seed: seed + 7)
      let ball = try PerturbedNetwork(example.network, radii: randomRadii(example.network, &g))
      let pass = ForwardPass(ball, on: example.inputs)
      let outcomes = ExactDecision.decide(ball, example.inputs, labels: example.labels)
      let certified = certificateCatalogue.map { $0.robustMargins(ball, pass, labels: example.labels) }
      let corners = (0..<40).map { _ in
        corner(of: ball, &g).logits(example.inputs).margins(labels: example.labels)
      }
      for (i, outcome) in outcomes.enumerated() {
        let lowest = corners.map { $0[i] }.min()!
        switch outcome {
        case .certified(let margin): #expect(margin > 0 && margin <= lowest + 1e-9, "seed \(seed)")
        case .falsified(let witness):
          expectInBall(witness.network, ball)
          for bounds in certified { #expect(bounds[i] <= witness.margin && witness.margin <= 0, "seed \(seed)") }
        case .undecided(let lower, let upper): Issue.record("seed \(seed), sample \(i): in \(lower) … \(upper)")
        }
      }
    }
  }

  @Test("one layer: (1, −1)·(2, 1) − (0, 1)·(2, 1) = 0 less 2ε‖x‖₁ = 6ε") func oneLayer() throws {
    func decide(_ bias: Double, _ ε: Double) throws -> ExactOutcome {
      let layer = DenseLayer(name: "1", weight: Matrix([[1, -1], [0, 1]]), bias: [bias, 0])
      let network = try FeedForwardNetwork(layers: [layer], activation: .sigmoid)
      return ExactDecision.decide(
        try PerturbedNetwork(network, radii: [ε]), Matrix([[2, 1]]), labels: [0])[0]
    }
    guard case .certified(let margin) = try decide(1, 0.125) else { throw Unexpected() }
    #expect(margin <= 0.25 && margin > 0.25 - 1e-12)
    guard case .falsified(let witness) = try decide(1, 0.25) else { throw Unexpected() }
    #expect(witness.margin >= -0.5 && witness.margin < -0.5 + 1e-12)
    #expect(witness.network.layers[0].weight == Matrix([[0.75, -1.25], [0.25, 1.25]]))
  }

  @Test("radii 0: the decision is the natural one, and a tie of equal rows is an error with margin 0") func noRadius()
    throws
  {
    let hidden = DenseLayer(name: "1", weight: Matrix([[1, 2], [-1, 1]]))
    func decide(_ last: [[Double]]) throws -> ExactOutcome {
      let network = try FeedForwardNetwork(
        layers: [hidden, DenseLayer(name: "2", weight: Matrix(last))], activation: .relu)
      return ExactDecision.decide(try PerturbedNetwork(network, radii: [0, 0]), Matrix([[1, 1]]), labels: [0])[0]
    }
    guard case .certified(let margin) = try decide([[1, 0], [0, 1]]) else { throw Unexpected() }
    #expect(margin <= 3 && margin > 3 - 1e-12)
    guard case .falsified(let witness) = try decide([[0.3, 0.1], [0.3, 0.1]]) else { throw Unexpected() }
    #expect(witness.margin == 0)
  }

  @Test(
    "weights of 1e200 and of 1e−200 end without a wrong decision", arguments: [1e200, 1e150, 1e100, 1e-100, 1e-200])
  func hostile(_ size: Double) throws {
    for seed in UInt64(0)..<8 {
      var g = SeededGenerator(seed: seed)
      let layers = (0..<4).map { k in
        DenseLayer(
          name: "\(k)", weight: randomMatrix(4, 4, &g).mapped { $0 * (k == 1 ? size : 1) })
      }
      let network = try FeedForwardNetwork(layers: layers, activation: .relu)
      let ball = try PerturbedNetwork(network, radii: [0.05, 0.05 * size, 0.05, 0.05])
      let inputs = randomMatrix(2, 4, &g)
      let outcomes = ExactDecision.decide(ball, inputs, labels: [0, 1], settings: ExactSettings(timeLimit: 0.2))
      for (i, outcome) in outcomes.enumerated() {
        let clean = network.logits(inputs).margins(labels: [0, 1])[i]
        switch outcome {
        case .certified(let margin): #expect(margin > 0 && margin <= clean)
        case .falsified(let witness): #expect(witness.margin <= 0)
        case .undecided(let lower, let upper): #expect(lower <= 0 && upper > 0 && lower <= clean)
        }
      }
    }
  }

  @Test("a network times 10⁹⁰ is decided like the network: tolerances are relative") func scales() throws {
    for example in ExactCase.all where example.activation == "relu" && example.weights.count > 2 {
      let layers = example.weights.indices.map { k in
        DenseLayer(name: "\(k)", weight: Matrix(example.weights[k]).mapped { $0 * 1e30 })
      }
      let network = try FeedForwardNetwork(layers: Array(layers), activation: .relu)
      let plain = try FeedForwardNetwork(
        layers: example.weights.map { DenseLayer(name: "", weight: Matrix($0)) }, activation: .relu)
      let small = ExactDecision.decide(
        try PerturbedNetwork(plain, radii: layers.map { _ in 0.03 }), Matrix([example.x]), labels: [example.label])[0]
      let large = ExactDecision.decide(
        try PerturbedNetwork(network, radii: layers.map { _ in 0.03e30 }), Matrix([example.x]), labels: [example.label])[
          0]
      switch (small, large) {
      case (.certified, .certified), (.falsified, .falsified): break
      default: Issue.record("\(example.name): \(small), \(large)")
      }
    }
  }

  @Test("many threads at once decide as one does") func threads() async throws {
    let examples = ExactCase.all.filter { $0.weights.count > 2 }
    func margins() throws -> [Double] {
      try examples.map {
        switch try $0.decide(worst: 1e-4) {
        case .certified(let margin): margin
        case .falsified(let witness): witness.margin
        case .undecided(let lower, _): lower
        }
      }
    }
    let alone = try margins()
    try await withThrowingTaskGroup(of: [Double].self) { group in
      for _ in 0..<4 { group.addTask { try margins() } }
      for try await together in group { #expect(together == alone) }
    }
  }

  @Test("only piecewise linear activations can be decided; one layer has none") func obstacles() throws {
    func network(_ activation: Activation, depth: Int) throws -> FeedForwardNetwork {
      let layers = (0..<depth).map { DenseLayer(name: "\($0)", weight: Matrix([[1, 0], [0, 1]])) }
      return try FeedForwardNetwork(layers: layers, activation: activation)
    }
    #expect(ExactDecision.obstacle(try network(.sigmoid, depth: 2)) == "activation sigmoid is not piecewise linear")
    #expect(ExactDecision.obstacle(try network(.softplus, depth: 1)) == nil)
    #expect(ExactDecision.obstacle(try network(.clip(lower: -1, upper: 1), depth: 2)) != nil)
    for activation in [Activation.relu, .relu6, .clip(lower: 0, upper: 1)] {
      #expect(ExactDecision.obstacle(try network(activation, depth: 3)) == nil)
    }
  }
}

private struct Unexpected: Error {}

/// Every number of a network within the ball, exactly.
func expectInBall(_ moved: FeedForwardNetwork, _ ball: PerturbedNetwork) {
  for (k, layer) in ball.network.layers.enumerated() {
    let (weight, radius) = (moved.layers[k].weight, ball.radii[k])
    for i in 0..<weight.rows {
      for j in 0..<weight.columns {
        #expect(weight[i, j].isWithin(radius.weight[i, j], of: layer.weight[i, j]), "layer \(k + 1), entry \(i), \(j)")
      }
      let (β, β̂) = (layer.bias?[i] ?? 0, moved.layers[k].bias?[i] ?? 0)
      #expect(β̂.isWithin(radius.bias?[i] ?? 0, of: β), "layer \(k + 1), bias \(i)")
    }
  }
}

/// Radii of a random form for every layer, biases moving in half of them.
func randomRadii(_ network: FeedForwardNetwork, _ g: inout SeededGenerator) -> [LayerRadius] {
  network.layers.map { layer in
    let ε = Double.random(in: 0...0.15, using: &g)
    let weight: WeightRadius =
      switch Int.random(in: 0..<4, using: &g) {
      case 0: .uniform(ε)
      case 1: .rows((0..<layer.weight.rows).map { _ in Double.random(in: 0...ε, using: &g) })
      case 2: .uniform(0)
      default: .entries(randomMatrix(layer.weight.rows, layer.weight.columns, &g).mapped { 0.5 * ε * abs($0) })
      }
    let bias = Bool.random(using: &g) ? (0..<layer.weight.rows).map { _ in Double.random(in: 0...0.1, using: &g) } : nil
    return LayerRadius(weight: weight, bias: bias)
  }
}

/// A random corner of a ball.
func corner(of ball: PerturbedNetwork, _ g: inout SeededGenerator) -> FeedForwardNetwork {
  let layers = ball.network.layers.enumerated().map { k, layer in
    var (weight, bias) = (layer.weight, layer.bias ?? Array(repeating: 0, count: layer.weight.rows))
    for i in 0..<weight.rows {
      for j in 0..<weight.columns {
        weight[i, j] = weight[i, j].moved(by: Bool.random(using: &g) ? 1 : -1, of: ball.radii[k].weight[i, j])
      }
      bias[i] = bias[i].moved(by: Bool.random(using: &g) ? 1 : -1, of: ball.radii[k].bias?[i] ?? 0)
    }
    return DenseLayer(name: layer.name, weight: weight, bias: bias)
  }
  return try! FeedForwardNetwork(layers: layers, activation: ball.network.activation)
}
