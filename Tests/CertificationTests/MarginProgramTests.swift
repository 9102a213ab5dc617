import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Certification

@Suite struct MarginProgramTests {
  @Test("every network of the ball is a point of the program with a choice at each switch", arguments: ExactCase.all)
  func containsTheBall(_ example: ExactCase) throws {
    let ball = try example.ball()
    let inputs = Matrix([example.x])
    let (ends, _) = RowEnds.run(ball, ForwardPass(ball, on: inputs), labels: [example.label])
    let margin = MarginProgram(ball, ends, sample: 0, label: example.label)
    var g = SeededGenerator(seed: 5)
    for _ in 0..<30 {
      let moved = corner(of: ball, &g)
      let x = try point(moved, margin, inputs)
      for (row, activity) in activities(margin.program, x).enumerated() {
        #expect(activity <= margin.program.rowUpper[row] + 1e-12 && activity >= margin.program.rowLower[row] - 1e-12)
      }
      for j in x.indices { #expect(x[j] >= margin.program.lower[j] && x[j] <= margin.program.upper[j]) }
      for kink in margin.switches { #expect(x[kink.slack] == 0 || x[kink.column] == kink.value) }
      let logits = moved.logits(inputs).row(0)
      for j in logits.indices where j != example.label {
        let objective = margin.objective(j)
        let value = zip(objective.coefficients, x).reduce(objective.constant) { $0 + $1.0 * $1.1 }
        #expect(value <= logits[example.label] - logits[j] + 1e-12)
      }
    }
  }

  @Test("two layers need no choice; a layer that stays has one row for each neuron") func sizes() throws {
    for example in ExactCase.all where example.weights.count == 2 {
      let ball = try example.ball()
      let (ends, _) = RowEnds.run(ball, ForwardPass(ball, on: Matrix([example.x])), labels: [example.label])
      let margin = MarginProgram(ball, ends, sample: 0, label: example.label)
      #expect(margin.switches.isEmpty && margin.program.rowCount == 0)
    }
    let layers = [
      DenseLayer(name: "1", weight: Matrix([[1, 0], [0, 1]])),
      DenseLayer(name: "2", weight: Matrix([[1, -1], [1, 1]])),
      DenseLayer(name: "3", weight: Matrix([[1, 0], [0, 1]])),
    ]
    let ball = try PerturbedNetwork(FeedForwardNetwork(layers: layers, activation: .relu), radii: [0.5, 0, 0])
    let (ends, _) = RowEnds.run(ball, ForwardPass(ball, on: Matrix([[1, 1]])), labels: [0])
    let margin = MarginProgram(ball, ends, sample: 0, label: 0)
    // z¹ in [0, 2]²; a² = (z₁ − z₂, z₁ + z₂): the first straddles 0, the second does not but for ends below round-off.
    #expect(margin.switches.count <= 2 && margin.switches.contains { $0.column == 2 })
    #expect(margin.program.rowCount == 2 + margin.switches.count)
  }

  /// The network's hidden outputs as columns; a slack is what its row lacks where the neuron lies flat.
  private func point(_ network: FeedForwardNetwork, _ margin: MarginProgram, _ inputs: Matrix) throws -> [Double] {
    var x = [Double](repeating: 0, count: margin.program.columnCount)
    var z = inputs
    for (k, places) in margin.places.enumerated() {
      z = network.layers[k].preActivations(z)
      network.activate(&z)
      for (i, place) in places.enumerated() {
        switch place {
        case .column(let column, _): x[column] = z[0, i]
        case .constant(let value): #expect(abs(z[0, i] - value) < 1e-12)
        }
      }
    }
    let without = activities(margin.program, x)
    for kink in margin.switches where x[kink.column] == kink.value {
      let lack =
        kink.isLower
        ? without[kink.row] - margin.program.rowUpper[kink.row] : margin.program.rowLower[kink.row] - without[kink.row]
      x[kink.slack] = max(0, lack)
    }
    return x
  }

  private func activities(_ program: LinearProgram, _ x: [Double]) -> [Double] {
    var activities = [Double](repeating: 0, count: program.rowCount)
    for j in 0..<program.columnCount {
      for entry in Int(program.starts[j])..<Int(program.starts[j + 1]) {
        activities[Int(program.rows[entry])] += program.values[entry] * x[j]
      }
    }
    return activities
  }
}
