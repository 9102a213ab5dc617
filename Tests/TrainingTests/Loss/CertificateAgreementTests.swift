import Certification
import Foundation
import MatrixNorms
import Networks
import Testing

@testable import Training

/// The terms against the certificates of the same network, sample and radii. With two classes max_j η is the difference of
/// the natural and the robust margin.
///
/// A certificate subtracts its round-off: per margin at most 4 L (d + 4) u (Π r_k + 1) max|f| and, relative to η, 64 (L + 2) u.
/// Radii of quantizations are enlarged by 4 (n + 2) u each, n ≤ 127, so that η, of degree L in them, is larger by up to
/// 4 · 129 L u of itself. For L ≤ 4, d ≤ 6 and the networks here (Π r_k < 300, |f| < 50) all of it is below 10⁻⁹ · (1 + η); what
/// the tests have to tell apart differs by more than 10⁻³.
@Suite struct CertificateAgreementTests {
  static let tolerance = 1e-9
  // The certificates take the sigmoid's Lipschitz constant ¼ into account, the terms count 1: see `sigmoid`.
  static let activations: [Activation] = [.relu, .relu6, .softplus, .clip(lower: 0.1, upper: 1.2)]

  static func margins(_ subject: TrainingCase, _ radius: TrainingRadius, _ sample: Int) throws -> Margins {
    let network = subject.network()
    let radii = subject.layout.weights.indices.map { k in
      LayerRadius(weight: .rows(radius.rows(subject.parameters, subject.layout, factor: 1)[k]))
    }
    let perturbed = try PerturbedNetwork(network, radii: radii)
    let (pass, y) = (ForwardPass(perturbed, on: subject.input(sample)), [subject.samples.labels[sample]])
    func robust(_ certificate: any Certificate.Type) -> Double {
      certificate.robustMargins(perturbed, pass, labels: y)[0]
    }
    return Margins(
      natural: pass.logits.margins(labels: y)[0], theorem: robust(TheoremCertificate.self),
      elementwise: robust(ElementwiseCertificate.self), interval: robust(IntervalCertificate.self))
  }

  struct Margins {
    let natural: Double, theorem: Double, elementwise: Double, interval: Double
  }

  static func term(_ kind: RobustTermKind, _ subject: TrainingCase, _ radius: TrainingRadius, _ sample: Int) -> Double {
    Objective(subject, kind, λ: 1, radius: radius).evaluate(subject.parameters, [sample]).sums.robustTerm
  }

  @Test("two classes: η of both terms = natural − robust margin", arguments: 1...4) func marginLosses(depth: Int) throws
  {
    for (i, radius) in RobustGradientTests.radii.enumerated() {
      let subject = TrainingCase(
        seed: UInt64(20 + i), widths: TrainingCase.widths(depth: depth).dropLast() + [2], hasBiases: i % 2 == 0,
        activation: Self.activations[i % 4], samples: 3)
      for sample in 0..<3 {
        let margins = try Self.margins(subject, radius, sample)
        for (kind, robust) in [(RobustTermKind.theorem, margins.theorem), (.elementwise, margins.elementwise)] {
          let η = Self.term(kind, subject, radius, sample)
          #expect(abs(η - (margins.natural - robust)) <= Self.tolerance * (1 + η), "\(kind) \(radius) sample \(sample)")
          #expect(η > 0)
        }
      }
    }
  }

  @Test("three classes: natural − robust margin ≤ max_j η, elementwise ≤ theorem", arguments: 1...4)
  func threeClasses(depth: Int) throws {
    for (i, radius) in RobustGradientTests.radii.enumerated() {
      let subject = TrainingCase(
        seed: UInt64(40 + i), widths: TrainingCase.widths(depth: depth), activation: Self.activations[i % 4], samples: 3
      )
      for sample in 0..<3 {
        let margins = try Self.margins(subject, radius, sample)
        let theorem = Self.term(.theorem, subject, radius, sample)
        let elementwise = Self.term(.elementwise, subject, radius, sample)
        let slack = Self.tolerance * (1 + theorem)
        #expect(margins.natural - margins.theorem <= theorem + slack)
        #expect(margins.natural - margins.elementwise <= elementwise + slack)
        #expect(elementwise <= theorem * (1 + 1e-13))
        // ln(1 + Σ e^−m_j) ≥ ln(1 + e^−M): no worst margin of the term is above the certificate's.
        #expect(Self.term(.interval, subject, radius, sample) >= log1p(exp(-margins.interval)) - slack)
      }
    }
  }

  @Test("sigmoid: the term takes ρ as 1-Lipschitz, so its η is never below the certificate's") func sigmoid() throws {
    let subject = TrainingCase(seed: 60, widths: [3, 4, 3, 2], activation: .sigmoid, samples: 3)
    for sample in 0..<3 {
      let margins = try Self.margins(subject, .ball(0.05, .absolute), sample)
      #expect(Self.term(.theorem, subject, .ball(0.05, .absolute), sample) > margins.natural - margins.theorem)
      #expect(Self.term(.elementwise, subject, .ball(0.05, .absolute), sample) > margins.natural - margins.elementwise)
    }
  }

  @Test(
    "intervals, one layer: m = Δx − 2ε‖x‖₁ for both forms; two layers: the same where Wᴸ_y ≤ Wᴸ_j, since |Δ − E| = |Δ| + E"
  )
  func equalIntervals() throws {
    // The first layer's input is exact, so that its range is the same in both forms for any weights.
    for seed in 70..<76 as Range<UInt64> {
      let depth = 1 + Int(seed % 2)
      var subject = TrainingCase(
        seed: seed, widths: TrainingCase.widths(depth: depth).dropLast() + [2], activation: .relu, samples: 3)
      let (last, low) = (subject.layout.weights[depth - 1], subject.samples.labels[0])
      if depth == 2 {
        var parameters = subject.parameters
        for (i, j) in zip(last.row(low), last.row(1 - low)) {
          (parameters[i], parameters[j]) = (min(parameters[i], parameters[j]), max(parameters[i], parameters[j]))
        }
        subject = TrainingCase(
          subject.layout, .relu, parameters, x: subject.input(0).elements, label: low)
      }
      let radius = TrainingRadius.rounding(Quantization(bits: 4, scheme: .perChannel))
      let m = try Self.margins(subject, radius, 0).interval
      let R = Self.term(.interval, subject, radius, 0)
      #expect(abs(R - (m < 0 ? -m + log1p(exp(m)) : log1p(exp(-m)))) <= Self.tolerance * (1 + R))
    }
  }

  @Test("intervals, radii of the first layer alone: both forms are the same at any depth", arguments: 2...5)
  func firstLayerAlone(depth: Int) throws {
    let subject = TrainingCase(
      seed: UInt64(80 + depth), widths: TrainingCase.widths(depth: depth).dropLast() + [2], samples: 3)
    let radii = subject.layout.weights.enumerated().map { k, block in
      Array(repeating: k == 0 ? 0.1 : 0, count: block.rows)
    }
    let perturbed = try PerturbedNetwork(
      subject.network(), radii: radii.map { LayerRadius(weight: .rows($0)) })
    var term = IntervalTerm<Double>(layout: subject.layout, activation: subject.activation)
    term.prepare(subject.parameters, radii: radii)
    for sample in 0..<3 {
      var pass = SamplePass<Double>(layout: subject.layout, activation: subject.activation, capacity: 1)
      var (workspace, sums) = (term.workspace(capacity: 1), SampleSums())
      pass.load([sample][...], of: subject.samples)
      pass.forward(subject.parameters)
      term.accumulate(&pass, &workspace, subject.parameters, factor: 1, to: &sums)
      let m = IntervalCertificate.robustMargins(
        perturbed, ForwardPass(perturbed, on: subject.input(sample)), labels: [subject.samples.labels[sample]])[0]
      #expect(abs(sums.robustTerm - max(0, -m) - log1p(exp(-abs(m)))) <= Self.tolerance * (1 + abs(m)))
    }
  }

  @Test("intervals, two layers, Wᴸ_y ≥ Wᴸ_j: the certificate's corner form is tighter by Σ 2 E_i d_i") func cornerForm()
    throws
  {
    // x = 1, W¹ = (1), ε = 0.1: c = 1, d = 0.1. Δ = 2, E = 0.2: (2 − 0.2)·1 − 1.8·0.1 = 1.62 against 2 − 0.2 − 0.2·1.1 = 1.58.
    let subject = TrainingCase(
      ParameterLayout(widths: [1, 1, 2], hasBiases: false), .relu, [1, 1, -1], x: [1], label: 0)
    let m = try Self.margins(subject, .ball(0.1, .absolute), 0).interval
    let R = Self.term(.interval, subject, .ball(0.1, .absolute), 0)
    #expect(abs(m - 1.62) < 1e-13 && abs(R - log1p(exp(-1.58))) < 1e-14)
  }
}
