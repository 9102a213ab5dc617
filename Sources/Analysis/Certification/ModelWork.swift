import Certification
import Checkpoints
import MatrixNorms
import Networks
import Synchronization

/// The parts of certifying one network on blocks of samples, each spread over the workers.
struct ModelWork: Sendable {
  let network: FeedForwardNetwork
  let samples: SampleBlocks
  let settings: CertificationSettings
  /// How each layer's matrix is stored.
  let layouts: [ModelManifest.Layout?]
  /// The model's name in progress lines and names of files.
  let label: String
  let progress: @Sendable (CertificationStep) -> Void

  /// The ball of a setting around the network.
  func ball(_ setting: BallSetting) throws(AnalysisFailure) -> PerturbedNetwork {
    let radii = try setting.radii(
      of: network, layouts: layouts, perturbsBiases: settings.perturbsBiases, manifest: settings.manifest)
    do { return try PerturbedNetwork(network, radii: radii) } catch { throw AnalysisFailure("\(setting): \(error)") }
  }

  /// Certificates and attacks in one ball.
  ///
  /// What it says about unseen samples is stated later, when all balls of the report are known.
  ///
  /// - Parameter index: the ball's place among all.
  func certify(
    _ setting: BallSetting, _ ball: PerturbedNetwork, index: Int, margins: [Double]
  ) throws(AnalysisFailure) -> BallCertification {
    let title = "\(setting)"
    let parts = eachBlock("\(title): certificates") { block in
      let pass = ForwardPass(ball, on: block.inputs)
      return Dictionary(
        uniqueKeysWithValues: settings.methods.map { ($0.key, $0.robustMargins(ball, pass, labels: block.labels)) })
    }
    var result = BallCertification(
      title: title, epsilon: setting.epsilon,
      layerRadii: zip(ball.radii, network.layers).map { radius, layer in
        BallCertification.RadiusRange(layer.isPairedWithZero ? radius.withoutZeroRow : radius)
      },
      certified: parts.reduce(into: [:]) { $0.merge($1) { $0 + $1 } },
      heldOut: HeldOutCertificate(errors: 0, count: 0, failureProbability: settings.failureProbability))
    let attacks = AttackWork(ball, title, in: self)
    attacks.report(to: &result)
    if let limit = settings.exactTimeLimit, ExactDecision.obstacle(network) == nil {
      result.exact = try decide(ball, result, attacks, title, index: index, margins: margins, timeLimit: limit)
    }
    try refuseContradiction(result)
    return result
  }

  /// An attack that beats a certificate would be a defect of this program: better no report than a wrong one.
  private func refuseContradiction(_ result: BallCertification) throws(AnalysisFailure) {
    var proved = result.best
    for (sample, verdict) in (result.exact ?? []).enumerated() {
      if case .certified(let margin) = verdict { proved[sample] = max(proved[sample], margin) }
    }
    for attacked in [result.attackedMargins, result.universal?.margins].compactMap(\.self) {
      guard let sample = proved.indices.first(where: { attacked[$0] < proved[$0] }) else { continue }
      throw AnalysisFailure(
        "\(result.title): sample \(sample) is certified with margin \(proved[sample]), but an attack reaches "
          + "\(attacked[sample]): a defect of gapbound, please report it")
    }
  }

  /// The exact decision of every sample that neither a certificate nor an attack decides.
  private func decide(
    _ ball: PerturbedNetwork, _ result: BallCertification, _ attacks: AttackWork, _ title: String, index: Int,
    margins: [Double], timeLimit: Double
  ) throws(AnalysisFailure) -> [ExactVerdict] {
    let best = result.best
    var verdicts = margins.indices.map { i in
      margins[i] > 0 ? ExactVerdict.certified(margin: best[i]) : .misclassified
    }
    var open: [Int] = []
    for sample in margins.indices where margins[sample] > 0 && best[sample] <= 0 {
      if let witness = attacks.witness(sample) {
        verdicts[sample] = try verdict(.falsified(witness), sample: sample, ball: index)
      } else {
        open.append(sample)
      }
    }
    let exact = ExactSettings(timeLimit: timeLimit)
    let outcomes = each("\(title): exact decision", open.count) { [open] place in
      let sample = samples.sample(open[place])
      return ExactDecision.decide(ball, sample.inputs, labels: sample.labels, settings: exact)[0]
    }
    for (sample, outcome) in zip(open, outcomes) {
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

  /// The largest certified radius of each sample, in the form of a ball; nil where nothing moves in it.
  func search(_ setting: BallSetting) throws(AnalysisFailure) -> RadiusSearchOutcome? {
    let (unit, quantity) = setting.atUnitRadius
    let ball = try ball(unit)
    guard !ball.radii.allSatisfy(\.isZero) else { return nil }
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
      throw AnalysisFailure("weights as stored: \(error)")
    }
  }

  func eachBlock<Value: Sendable>(
    _ title: String, _ body: @Sendable (SampleBlocks.Block) -> Value
  ) -> [Value] {
    each(title, samples.count) { body(samples[$0]) }
  }

  func each<Value: Sendable>(_ title: String, _ count: Int, _ body: @Sendable (Int) -> Value) -> [Value] {
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
      let units = unit == .absolute ? "" : ", radius \(unit)"
      return (ball, "ε on \(layers?.asLayers ?? "all layers")\(units)")
    case .radius(.perLayer, _), .quantization, .between, .file:
      return (self, "multiple of these radii: \(self)")
    }
  }
}

extension BallCertification.RadiusRange {
  init(_ radius: LayerRadius) {
    self.init(
      smallest: radius.weight.smallest, largest: radius.weight.largest, largestBias: radius.largestBias)
  }
}
