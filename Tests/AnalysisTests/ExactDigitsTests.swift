import Certification
import MatrixNorms
import Testing

@testable import Analysis

/// Exact decisions on all 360 test digits of `a_bias`, every weight moving by ε.
@Suite struct ExactDigitsTests {
  @Test(
    "360 digits, all decided: 216 withstand ε = 0.005, as mixed-integer programming found",
    arguments: [(0.002, 316), (0.005, 216), (0.01, 17)])
  func decided(_ ε: Double, certified: Int) throws {
    let network = try certifyNetwork("a_bias")
    let ball = try PerturbedNetwork(network, radii: [ε, ε, ε])
    let samples = try digits(.test)
    let inputs = try samples.features(0..<samples.count)
    let outcomes = ExactDecision.decide(
      ball, inputs, labels: samples.labels, settings: ExactSettings(timeLimit: .infinity))
    var counts = (certified: 0, falsified: 0, undecided: 0)
    for outcome in outcomes {
      switch outcome {
      case .certified: counts.certified += 1
      case .falsified: counts.falsified += 1
      case .undecided: counts.undecided += 1
      }
    }
    #expect(counts == (certified, 360 - certified, 0))
  }
}
