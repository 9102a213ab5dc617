import Analysis
import Checkpoints

@testable import Certification

/// Small certification reports made by hand.
enum SampleCertification {
  /// -0.25, 0.25, … 5.25: sample 0 is misclassified.
  static let margins = (0..<12).map { 0.5 * Double($0) - 0.25 }

  /// Each method's limit is margin − (its slope) · ε.
  static let slopes = [
    "theorem": 4000.0, "elementwise": 2000, "interval": 1500, "interval_linear": 1200, "linear": 1000,
  ]

  static func certified(_ epsilon: Double, keys: [String]? = nil) -> [String: [Double]] {
    slopes.filter { keys?.contains($0.key) ?? true }.mapValues { slope in margins.map { $0 - slope * epsilon } }
  }

  static func heldOut(errors: Int, balls: Int = 2) -> HeldOutCertificate {
    HeldOutCertificate(errors: errors, count: 12, failureProbability: 0.05, dividedAmong: balls)
  }

  static func radii(_ epsilon: Double, biases: Double = 0) -> [BallCertification.RadiusRange] {
    [
      .init(smallest: epsilon, largest: epsilon, largestBias: biases),
      .init(smallest: epsilon / 2, largest: epsilon, largestBias: biases),
    ]
  }

  /// The truth is margin − 800 ε; what was not decided in time is given.
  static func exact(_ epsilon: Double, undecided: Set<Int> = []) -> [ExactVerdict] {
    margins.enumerated().map { index, margin in
      let worst = margin - 800 * epsilon
      if margin <= 0 { return .misclassified }
      if undecided.contains(index) { return .undecided(lower: worst - 0.25, upper: 0.125) }
      if worst > 0 { return .certified(margin: worst) }
      return .falsified(margin: worst, witness: index == 1 ? "out/witness_a|b_1.safetensors" : nil)
    }
  }

  static func noise(_ kind: NoiseKind) -> NoiseOutcome {
    let accuracies = kind == .uniform ? [0.75, 0.75, 0.8333333333333334, 0.9166666666666666] : [0.5, 0.75]
    return NoiseOutcome(kind: kind, accuracies: accuracies, interval: 0.25...0.96875, confidence: 0.975)
  }

  static func ball(_ epsilon: Double, undecided: Set<Int> = [], errors: Int) -> BallCertification {
    BallCertification(
      title: "ε = \(epsilon) on all layers", epsilon: epsilon, layerRadii: radii(epsilon),
      certified: certified(epsilon),
      exact: exact(epsilon, undecided: undecided), attackedMargins: margins.map { $0 - 730 * epsilon },
      universal: UniversalOutcome(margins: margins.map { $0 - 500 * epsilon }),
      noise: NoiseKind.allCases.map(noise), heldOut: heldOut(errors: errors))
  }

  static func model(
    _ label: String, balls: [BallCertification],
    reading: ModelReading = .init(activation: "relu (assumed)", biases: "exact"),
    search: RadiusSearchOutcome? = nil, bitFlips: BitFlipReport? = nil
  ) -> ModelCertification {
    ModelCertification(
      file: CheckpointFile(path: "runs/\(label)", label: label, series: "run", epoch: 3), sha256: "0123abcd",
      reading: reading,
      layers: [.init(name: "fc1.weight", rows: 4, columns: 3), .init(name: "fc2.weight", rows: 3, columns: 4)],
      labels: margins.indices.map { $0 % 3 }, predicted: margins.indices.map { $0 == 0 ? 2 : $0 % 3 }, margins: margins,
      balls: balls, search: search, bitFlips: bitFlips)
  }

  static func report(
    _ models: [ModelCertification], coverage: [Coverage] = [], biases: Bool = false, methods: [String]? = nil,
    attacks: [AttackKind] = [], timeLimit: Double? = nil, sampleLimit: Int? = nil
  ) -> CertificationReport {
    CertificationReport(
      readings: ["runs: a folder of checkpoints, one series"],
      parameters: CertificationParameters(
        data: .init(path: "test.npz", count: 12, features: 3, sha256: "beef", scale: 0.0625, shift: 0),
        sampleLimit: sampleLimit, methods: methods ?? certificateCatalogue.map { $0.key }, exactTimeLimit: timeLimit,
        attacks: attacks, attackSettings: .init(restarts: 5, steps: 40, draws: 4, seed: 7), perturbsBiases: biases,
        failureProbability: 0.05),
      coverage: coverage, models: models)
  }

  /// Flips of float32: the sign and the exponent harm.
  static var flips: BitFlipReport {
    func layer(_ name: String, _ harmful: [Int: Int], atRisk: Int, loss: Double) -> BitFlipReport.LayerFlips {
      BitFlipReport.LayerFlips(
        name: name, flips: 384, harmful: harmful.values.reduce(0, +), weightsAtRisk: atRisk,
        harmfulByBit: (0..<32).map { harmful[$0, default: 0] }, meanWorstLoss: loss)
    }
    return BitFlipReport(
      storage: .float32, correct: 11, count: 12,
      layers: [
        layer("fc1.weight", [31: 5, 30: 12, 29: 2], atRisk: 12, loss: 7.25),
        layer("fc2.weight", [30: 10, 22: 1], atRisk: 10, loss: 4.5),
      ],
      worst: [
        .init(layer: 1, row: 2, column: 0, bit: 30, before: 0.25, after: 8.507059173023462e37, lost: 11),
        .init(layer: 2, row: 0, column: 3, bit: 30, before: -1.5, after: .nan, lost: 10),
        .init(layer: 2, row: 1, column: 1, bit: 30, before: -1, after: -.infinity, lost: 9),
      ])
  }

  static let search = RadiusSearchOutcome(
    quantity: "ε on all layers",
    radii: [0, 0.00025, 0.00075, 0.00125, 0.00175, 0.00225, 0.00275, 0.00325, 0.00375, 0.00425, 0.00475, 0.00525],
    tried: 1e-9...1000)

  /// One model in two balls with everything that can be asked for: the golden files' report.
  static var usual: CertificationReport {
    report(
      [
        model(
          "a.pt",
          balls: [
            ball(0.001, errors: 3),
            ball(0.003, undecided: [5], errors: 6),
          ], search: search, bitFlips: flips)
      ],
      coverage: [
        Coverage(path: "runs/a.pt", tensor: "fc1.weight", status: .analysed, reason: "layer 1"),
        Coverage(path: "runs/notes.txt", status: .failed, reason: "no known format"),
      ], attacks: AttackKind.allCases, timeLimit: 10)
  }

  /// Everything that is awkward: several models, one outside the theorems, names, nothing certified, non-finite margins.
  static var awkward: CertificationReport {
    var hopeless = certified(0.1, keys: ["interval", "linear"])
    hopeless["interval"] = margins.map { _ in -.infinity }
    let nothing = BallCertification(
      title: "all weights between m|1.pt and q.pt", epsilon: nil, layerRadii: radii(0.1, biases: 0.01),
      certified: hopeless, heldOut: heldOut(errors: 12, balls: 3))
    let one = BallCertification(
      title: "8 bits per-channel", epsilon: nil, layerRadii: radii(0.001, biases: 0),
      certified: certified(0.001, keys: ["linear"]),
      noise: [noise(.gaussian)], heldOut: heldOut(errors: 3, balls: 3))
    let harmless = BitFlipReport(
      storage: .int8(.group(32)), correct: 11, count: 12,
      layers: [
        .init(
          name: "fc1.weight", flips: 96, harmful: 0, weightsAtRisk: 0, harmfulByBit: Array(repeating: 0, count: 8),
          meanWorstLoss: 0)
      ], worst: [])
    return report(
      [
        model("a,\"b\"|c\r\nd.pt", balls: [nothing, one], bitFlips: harmless),
        model(
          "tanh.pt", balls: [],
          reading: ModelReading(activation: "tanh", biases: "none", obstacle: "activation tanh takes negative values")),
        model(
          "e.pt", balls: [one],
          search: .init(quantity: "factor", radii: margins.map { _ in 0 }, tried: 0.001...10)),
      ], biases: true, methods: ["interval", "linear"], attacks: [.gaussian], sampleLimit: 12)
  }

  /// A search and nothing else.
  static var searchOnly: CertificationReport { report([model("a.pt", balls: [], search: search)], methods: ["linear"]) }

  /// Nothing at all.
  static var empty: CertificationReport {
    report([], coverage: [Coverage(path: "x", status: .failed, reason: "no known format")], methods: [])
  }

  static var all: [CertificationReport] { [usual, awkward, searchOnly, empty] }
}
