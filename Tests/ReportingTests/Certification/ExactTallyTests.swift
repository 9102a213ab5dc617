import Testing

@testable import Analysis
@testable import Certification
@testable import Reporting

@Suite("Verdicts counted")
struct ExactTallyTests {
  @Test("6 certified and 1 undecided of 12: between 6/12 and 7/12")
  func tally() throws {
    let tally = ExactTally(SampleCertification.exact(0.003, undecided: [5]))
    #expect([tally.certified, tally.falsified, tally.undecided, tally.misclassified] == [6, 4, 1, 1])
    #expect(tally.count == 12 && tally.lower == 0.5 && tally.upper == 7.0 / 12)
    #expect(ExactTally([]).lower == 0)
  }

  @Test("unknown: right, not proved, not broken by attack, universal attack or exact decision")
  func unknown() {
    let margins = [1.0, 1, 1, 1, 1, 1, -1]
    var ball = BallCertification(
      title: "", epsilon: 1, layerRadii: [], certified: ["linear": [0.5, -1, -1, -1, -1, -.infinity, -2]],
      heldOut: SampleCertification.heldOut(errors: 6))
    #expect(ball.unknownCount(margins: margins) == 5)
    ball.attackedMargins = [1, 0, 1, 1, 1, 1, -1]
    #expect(ball.unknownCount(margins: margins) == 4)
    ball.universal = UniversalOutcome(margins: [1, 1, -1, 1, 1, 1, -1])
    #expect(ball.unknownCount(margins: margins) == 3)
    ball.exact = [
      .certified(margin: 1), .falsified(margin: 0, witness: nil), .falsified(margin: 0, witness: nil),
      .falsified(margin: -1, witness: nil), .certified(margin: 0.1), .undecided(lower: -1, upper: 1), .misclassified,
    ]
    #expect(ball.unknownCount(margins: margins) == 1)
    #expect(ball.proved(count: 7) == [true, false, false, false, true, false, false])
  }

  @Test("no method at all: all right samples are unknown")
  func noMethod() {
    let ball = BallCertification(
      title: "", epsilon: 1, layerRadii: [], certified: [:], heldOut: SampleCertification.heldOut(errors: 2))
    #expect(ball.unknownCount(margins: [1, -1]) == 1)
  }
}
