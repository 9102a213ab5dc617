import Certification
import MatrixNorms
import Networks
import Synchronization

/// The parts of certifying one network on blocks of samples, each spread over the workers.
struct ModelWork: Sendable {
  private let network: FeedForwardNetwork
  private let samples: SampleBlocks
  private let settings: CertificationSettings
  private let label: String
  private let progress: @Sendable (CertificationStep) -> Void

  init(
    _ network: FeedForwardNetwork, _ samples: SampleBlocks, _ settings: CertificationSettings, label: String,
    progress: @escaping @Sendable (CertificationStep) -> Void
  ) {
    self.network = network
    self.samples = samples
    self.settings = settings
    self.label = label
    self.progress = progress
  }

  /// Certificates and attacks in one ball.
  ///
  /// - Parameters:
  ///   - index: the ball's place among all.
  ///   - heldOutStatements: statements about unseen samples that share δ.
  func certify(
    _ setting: BallSetting, _ ball: PerturbedNetwork, index: Int, margins: [Double], heldOutStatements: Int
  ) throws(AnalysisFailure) -> BallCertification {
    let title = "\(setting)"
    let parts = eachBlock("\(title): certificates") { block in
      let pass = ForwardPass(ball, on: block.inputs)
      return Dictionary(
        uniqueKeysWithValues: settings.methods.map { ($0.key, $0.robustMargins(ball, pass, labels: block.labels)) })
    }
    var result = BallCertification(
      title: title, epsilon: setting.epsilon, layerRadii: ball.radii.map(BallCertification.RadiusRange.init),
      certified: parts.reduce(into: [:]) { $0.merge($1) { $0 + $1 } },
      heldOut: HeldOutCertificate(errors: 0, count: 0, failureProbability: settings.failureProbability))
    attack(ball, title, &result)
    try refuseContradiction(result)
    if let limit = settings.exactTimeLimit, ExactDecision.obstacle(network) == nil {
      result.exact = try decide(ball, result, title, index: index, margins: margins, timeLimit: limit)
    }
    let open = result.best.indices.count { !result.isCertified($0) }
    result.heldOut = HeldOutCertificate(
      errors: open, count: margins.count,
      failureProbability: settings.failureProbability, dividedAmong: max(1, heldOutStatements))
    return result
  }

  private func attack(_ ball: PerturbedNetwork, _ title: String, _ result: inout BallCertification) {
    let attacks = settings.attackSettings
    if settings.attacks.contains(.perSample) {
      result.attackedMargins = eachBlock("\(title): per-sample attack") { block in
        SampleAttack.lowestMargins(
          ball, ForwardPass(ball, on: block.inputs), labels: block.labels, settings: attacks, firstSample: block.first)
      }.flatMap(\.self)
    }
    let (inputs, labels) = (samples.inputs, samples.labels)
    if settings.attacks.contains(.universal) {
      report("\(title): universal attack", 0, 1)
      let outcome = UniversalAttack.run(ball, on: inputs, labels: labels, settings: attacks).outcome
      result.universal = outcome
      // Weights that are bad for all are among those that may be bad for each.
      result.attackedMargins = result.attackedMargins.map { zip($0, outcome.margins).map { min($0, $1) } }
    }
    result.noise = settings.attacks.compactMap(\.noise).map { kind in
      let correct = each("\(title): \(kind.rawValue) noise", attacks.draws) { draw in
        RandomNoise.correctSamples(ball, on: inputs, labels: labels, kind: kind, seed: attacks.seed, draw: draw)
      }
      return NoiseOutcome(
        kind: kind, correct: correct, samples: labels.count, confidence: 1 - settings.failureProbability)
    }
  }

  /// An attack that beats a certificate would be a defect of this program: better no report than a wrong one.
  private func refuseContradiction(_ result: BallCertification) throws(AnalysisFailure) {
    let best = result.best
    for attacked in [result.attackedMargins, result.universal?.margins].compactMap(\.self) {
      if let sample = best.indices.first(where: { attacked[$0] < best[$0] }) {
        throw AnalysisFailure(
          "\(result.title): sample \(sample) is certified with margin \(best[sample]), but an attack reaches \(attacked[sample]): a defect of gapbound, please report it"
        )
      }
    }
  }

  /// The exact decision of every sample that neither a certificate nor the attack decides. Those that the attack breaks are decided
  /// again only where their witnesses are asked for.
  private func decide(
    _ ball: PerturbedNetwork, _ result: BallCertification, _ title: String, index: Int, margins: [Double],
    timeLimit: Double
  ) throws(AnalysisFailure) -> [ExactVerdict] {
    let best = result.best
    let broken = result.attackedMargins.map { $0.map { $0 <= 0 } } ?? Array(repeating: false, count: best.count)
    let open = best.indices.filter {
      best[$0] <= 0 && margins[$0] > 0 && (!broken[$0] || settings.witnessFolder != nil)
    }
    let exact = ExactSettings(timeLimit: timeLimit)
    let outcomes = each("\(title): exact decision", open.count) { place in
      let sample = samples.sample(open[place])
      return ExactDecision.decide(ball, sample.inputs, labels: sample.labels, settings: exact)[0]
    }
    var verdicts = best.indices.map { i in
      if margins[i] <= 0 { return ExactVerdict.misclassified }
      return broken[i]
        ? .falsified(margin: result.attackedMargins?[i] ?? 0, witness: nil) : .certified(margin: best[i])
    }
    for (sample, outcome) in zip(open, outcomes) {
      if case .undecided = outcome, broken[sample] { continue }
      verdicts[sample] = try verdict(outcome, sample: sample, ball: index)
    }
    return verdicts
  }

  /// The outcome as the report tells it; a witness is written where that was asked for.
  private func verdict(_ outcome: ExactOutcome, sample: Int, ball: Int) throws(AnalysisFailure) -> ExactVerdict {
    switch outcome {
    case .certified(let margin): return .certified(margin: margin)
    case .undecided(let lower, let upper): return .undecided(lower: lower, upper: upper)
    case .falsified(let witness):
      let path = try settings.witnessFolder.map { folder throws(AnalysisFailure) in
        try WitnessFile.write(witness, to: folder, model: label, ball: ball, sample: sample)
      }
      return .falsified(margin: witness.margin, witness: path)
    }
  }

  /// The largest certified radius of each sample, in the form of a ball.
  func search(_ setting: BallSetting) throws(AnalysisFailure) -> RadiusSearchOutcome {
    let (unit, quantity) = setting.atUnitRadius
    let ball = try Certifier.perturbed(network, unit, settings)
    let radii = eachBlock("largest radius") { block in
      RadiusSearch.largestRadii(of: ball, block.inputs, labels: block.labels, methods: settings.methods)
    }
    return RadiusSearchOutcome(quantity: quantity, radii: radii.flatMap(\.self), tried: RadiusSearch.tried)
  }

  /// Every single bit of every weight.
  func flipBits(_ storage: WeightStorage) throws(AnalysisFailure) -> BitFlipReport {
    do {
      let flips = try BitFlips(network, inputs: samples.inputs, labels: samples.labels, storage: storage)
      return flips.report(each("bit flips", flips.partCount) { flips.measure(part: $0) })
    } catch {
      throw AnalysisFailure("bit flips: \(error)")
    }
  }

  private func eachBlock<Value: Sendable>(
    _ title: String, _ body: @Sendable (SampleBlocks.Block) -> Value
  ) -> [Value] {
    each(title, samples.count) { body(samples[$0]) }
  }

  private func each<Value: Sendable>(_ title: String, _ count: Int, _ body: @Sendable (Int) -> Value) -> [Value] {
    let done = Atomic(0)
    return settings.workers.map(count) { index in
      let value = body(index)
      report(title, done.add(1, ordering: .relaxed).newValue, count)
      return value
    }
  }

  private func report(_ title: String, _ done: Int, _ total: Int) {
    progress(CertificationStep(title: "\(label): \(title)", done: done, total: total))
  }
}

extension BallSetting {
  /// The same form of ball at radius 1, and what a radius then counts.
  var atUnitRadius: (ball: BallSetting, quantity: String) {
    switch self {
    case .radius(.uniform(_, let layers), let unit):
      let ball = BallSetting.radius(.uniform(1, layers: layers), unit)
      let place = layers.map { "layer\($0.count == 1 ? "" : "s") \($0.map(String.init).joined(separator: ", "))" }
      let units = unit == .absolute ? "" : ", radius \(unit)"
      return (ball, "ε on \(place ?? "all layers")\(units)")
    case .radius(.perLayer, _), .quantization, .between, .file:
      return (self, "multiple of these radii: \(self)")
    }
  }
}

extension BallCertification {
  /// True where a certificate or the exact decision proves the sample correct in the whole ball.
  func isCertified(_ sample: Int) -> Bool {
    if case .certified? = exact?[sample] { return true }
    return best[sample] > 0
  }
}

extension BallCertification.RadiusRange {
  init(_ radius: LayerRadius) {
    self.init(
      smallest: radius.weight.smallest, largest: radius.weight.largest, largestBias: radius.largestBias)
  }
}
