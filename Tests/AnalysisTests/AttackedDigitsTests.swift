import Certification
import Networks
import TestSupport
import Testing

@testable import Analysis

/// The attack on the digits network whose worst case is known: 216 of 360 test samples withstand ε = 5e-3 on all layers.
@Suite struct AttackedDigitsTests {
  /// Fewer starts and steps than by default, which is stronger still.
  @Test("ε = 5e-3: at least 216 and at most 218 of 360 samples withstand the per-sample attack") func robustAccuracy()
    throws
  {
    let ball = try PerturbedNetwork(certifyNetwork("a_bias"), radii: [0.005, 0.005, 0.005])
    let samples = try digits(.test)
    let pass = ForwardPass(ball, on: try samples.features(0..<samples.count))
    let attacked = SampleAttack.lowestMargins(
      ball, pass, labels: samples.labels, settings: AttackSettings(restarts: 1, steps: 10))
    let standing = attacked.count { $0 > 0 }
    #expect(standing >= 216 && standing <= 218, "\(standing) of 360")
    // Every certificate bounds the exact worst margin from below, the attack from above: no tolerance.
    for certificate in certificateCatalogue {
      let certified = certificate.robustMargins(ball, pass, labels: samples.labels)
      #expect(zip(certified, attacked).allSatisfy { $0 <= $1 }, "\(certificate.key)")
    }
  }
}
