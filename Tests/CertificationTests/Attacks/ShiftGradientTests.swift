import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Certification
@testable import Statistics

@Suite struct ShiftGradientTests {
  /// Central differences with h = 1e-6 on values of order one err by h² and by u/h = 1e-10; a kink within h is unlikely.
  @Test("δ·(E|v| + b) is the margin's derivative in every shift, all activations and radius forms")
  func finiteDifferences() {
    var checked = 0
    for seed in UInt64(0)..<72 {
      let example = AttackCase(seed: seed, samples: 3, ε: 0.1)
      let pass = ShiftedPass(example.perturbed, on: example.inputs, labels: example.labels)
      var g = RandomStream(seed: seed, stream: 0)
      let shifts = pass.zeroShifts.map { $0.mapped { _ in 0.9 * g.symmetric() } }
      let state = pass.run(shifts, leak: 0)
      let targets = example.labels.map { $0 == 0 ? 1 : 0 }
      let gradients = pass.gradients(slopes: state.slopes, targets: targets, shifts: shifts)
      for k in shifts.indices {
        let reach = pass.affine(layer: k + 1, k > 0 ? state.outputs[k - 1] : nil).reach
        for i in 0..<shifts[k].columns {
          let (up, down) = (margins(pass, shifts, k, i, 1e-6), margins(pass, shifts, k, i, -1e-6))
          for s in targets.indices {
            let slope = (up[s, targets[s]] - down[s, targets[s]]) / 2e-6
            #expect(abs(gradients[k][s, i] * reach[s, i] - slope) <= 1e-7, "seed \(seed), layer \(k), neuron \(i)")
            checked += 1
          }
        }
      }
    }
    #expect(checked > 1000)
  }

  private func margins(_ pass: ShiftedPass, _ shifts: [Matrix], _ k: Int, _ i: Int, _ h: Double) -> Matrix {
    var moved = shifts
    for s in 0..<pass.samples { moved[k][s, i] += h }
    return pass.run(moved, leak: 0).margins
  }

  @Test("without shifts, those that lower the margin are taken: t = −sign δ") func ownShifts() {
    for seed in UInt64(0)..<36 {
      let example = AttackCase(seed: seed, samples: 3)
      let pass = ShiftedPass(example.perturbed, on: example.inputs, labels: example.labels)
      let slopes = pass.run(pass.zeroShifts, leak: 0.3).slopes
      let targets = example.labels.map { $0 == 0 ? 1 : 0 }
      let own = pass.gradients(slopes: slopes, targets: targets, shifts: nil)
      let given = pass.gradients(
        slopes: slopes, targets: targets, shifts: own.map { $0.mapped { $0 > 0 ? -1 : $0 < 0 ? 1 : 0 } })
      for (a, b) in zip(own, given) { #expect(zip(a.elements, b.elements).allSatisfy { abs($0 - $1) <= 1e-12 }) }
    }
  }
}

@Suite struct ActivationSlopeTests {
  @Test("slopes are derivatives away from kinks", arguments: AttackCase.activations)
  func slopes(_ ρ: Activation) {
    for x in stride(from: -8.03, through: 8, by: 0.1) {
      let difference = (ρ(x + 1e-6) - ρ(x - 1e-6)) / 2e-6
      #expect(abs(ρ.slope(at: x, leak: 0) - difference) <= 1e-8, "\(ρ.name) at \(x)")
    }
  }

  @Test("flat parts leak, smooth activations do not") func leaks() {
    #expect(Activation.relu.slope(at: -1, leak: 0.2) == 0.2 && Activation.relu.slope(at: 1, leak: 0.2) == 1)
    #expect(Activation.relu6.slope(at: 7, leak: 0.2) == 0.2)
    #expect(Activation.clip(lower: 0.5, upper: 1).slope(at: 0.2, leak: 0.2) == 0.2)
    #expect(Activation.sigmoid.slope(at: -50, leak: 0.2) < 1e-20)
  }
}
