import Analysis
import Certification
import Datasets

/// Settings of `certify` turned into values.
extension ResolvedSettings {
  /// Everything that certifying needs.
  func certification() throws(CommandFailure) -> CertificationSettings {
    let balls = try balls()
    let bitFlips = try bitFlips()
    if balls.isEmpty, bitFlips == nil {
      throw CommandFailure(
        code: .usage,
        message:
          "how far may weights move? Give --epsilon, --layer-epsilon, --bits, --against or --radii (or only --bit-flips)"
      )
    }
    guard let data = try samples(.test) else {
      throw CommandFailure(
        code: .usage, message: "no samples: give --data FILE, or data: {test: FILE} in gapbound.yaml")
    }
    var certification = CertificationSettings(data: data, balls: balls, workers: try workers())
    certification.bitFlips = bitFlips
    certification.sampleLimit = try settings[.samples]?.count("a number of samples ≥ 1")
    certification.perturbsBiases = try settings[.biases]?.flag() ?? false
    (certification.methods, certification.exactTimeLimit) = try methods()
    certification.attacks = try attacks()
    certification.attackSettings = try attackSettings()
    certification.searchesRadius = try settings[.largestRadius]?.flag() ?? false
    if certification.searchesRadius, let setting = settings[.largestRadius], balls.isEmpty {
      throw setting.refused("the search needs the form of a ball: give --epsilon or another radius")
    }
    certification.witnessFolder = settings[.witnesses]?.text
    if let witnesses = settings[.witnesses], certification.exactTimeLimit == nil {
      throw witnesses.refused("witnesses come from the exact decision: add exact to --method")
    }
    certification.failureProbability = try failureProbability()
    if let delta = settings[.delta], certification.failureProbability < 1e-12 {
      throw delta.refused("expected at least 1e-12: the limits' own rounding is not proved below")
    }
    certification.manifest = try manifest()
    return certification
  }

  /// The balls, one after another; empty where no radius is given.
  private func balls() throws(CommandFailure) -> [BallSetting] {
    let answers: [(Setting, String)] = [
      (.epsilon, "--epsilon"), (.layerEpsilon, "--layer-epsilon"), (.bits, "--bits"), (.against, "--against"),
      (.radii, "--radii"),
    ]
    var given = answers.filter { settings[$0.0] != nil }
    // In the config the section of this command is more to the point than the radii of analyze.
    let own = given.filter { Setting.certification.contains($0.0) }
    if !own.isEmpty {
      given.removeAll { settings[$0.0]?.isOfConfiguration == true && !Setting.certification.contains($0.0) }
    }
    if given.count > 1, let second = settings[given[1].0] {
      throw second.refused("the radius is one question: give \(given[0].1) or \(given[1].1), not both")
    }
    guard let answer = given.first?.0 else { return [] }
    if answer != .epsilon, answer != .layerEpsilon, let unit = settings[.unit] {
      throw unit.refused("a unit goes with --epsilon or --layer-epsilon")
    }
    // Layers in the config are those of analyze.
    if answer != .epsilon, answer != .bits, let layers = settings[.perturbedLayers], !layers.isOfConfiguration {
      throw layers.refused("--layers goes with --epsilon or --bits")
    }
    if answer != .bits, settings[.bitFlips] == nil, let scheme = settings[.scheme], !scheme.isOfConfiguration {
      throw scheme.refused("a scheme goes with --bits or --bit-flips int8")
    }
    switch answer {
    case .bits: return try quantizations()
    case .against: return [.between(path: settings[.against]?.text ?? "")]
    case .radii: return [.file(path: settings[.radii]?.text ?? "")]
    default:
      let unit = try unit()
      return try radii().map { .radius($0, unit) }
    }
  }

  private func unit() throws(CommandFailure) -> RadiusUnit {
    guard let setting = settings[.unit] else { return .absolute }
    guard let unit = RadiusUnit(rawValue: setting.text) else {
      throw setting.refused("expected \(RadiusUnit.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return unit
  }

  private func quantizations() throws(CommandFailure) -> [BallSetting] {
    let layers = settings[.perturbedLayers]?.isOfConfiguration == true ? nil : try perturbedLayers()
    let scheme = try scheme()
    return try bits().map { .quantization(Quantization(bits: $0, scheme: scheme), layers: layers) }
  }

  private func methods() throws(CommandFailure) -> (methods: [any Certificate.Type], exact: Double?) {
    let limit = try settings[.timeLimit]?.number("a number of seconds ≥ 0") { $0 >= 0 }
    guard let setting = settings[.method] else {
      if let time = settings[.timeLimit], !time.isOfConfiguration {
        throw time.refused("a time limit goes with --method exact")
      }
      return (certificateCatalogue, nil)
    }
    let known = certificateCatalogue.map { $0.key } + ["exact"]
    let parts = setting.parts
    if let unknown = parts.first(where: { !known.contains($0.text) }) {
      throw unknown.refused("unknown method; known: \(known.joined(separator: ", "))")
    }
    let isExact = parts.contains { $0.text == "exact" }
    if !isExact, let time = settings[.timeLimit], !time.isOfConfiguration {
      throw time.refused("a time limit goes with --method exact")
    }
    let chosen = certificateCatalogue.filter { certificate in parts.contains { $0.text == certificate.key } }
    // The exact decision begins where the certificates end.
    return (chosen.isEmpty ? certificateCatalogue : chosen, isExact ? limit ?? 10 : nil)
  }

  private func attacks() throws(CommandFailure) -> [AttackKind] {
    guard let setting = settings[.attack] else { return [.perSample, .universal, .uniform] }
    if setting.text == "none" { return [] }
    var kinds: [AttackKind] = []
    for part in setting.parts {
      guard let kind = AttackKind(rawValue: part.text) else {
        throw part.refused("expected \(AttackKind.allCases.map(\.rawValue).joined(separator: ", ")) or none")
      }
      if !kinds.contains(kind) { kinds.append(kind) }
    }
    return kinds
  }

  private func attackSettings() throws(CommandFailure) -> AttackSettings {
    let defaults = AttackSettings()
    let seed = try settings[.seed]?.number("a whole number ≥ 0") { $0 >= 0 && $0 == $0.rounded() && $0 < 0x1p53 }
    return AttackSettings(
      restarts: try settings[.restarts]?.count("a number of starts ≥ 1") ?? defaults.restarts,
      steps: try settings[.steps]?.count("a number of steps ≥ 1") ?? defaults.steps,
      draws: try settings[.draws]?.count("a number of draws ≥ 1") ?? defaults.draws,
      seed: seed.map { UInt64($0) } ?? defaults.seed)
  }

  private func bitFlips() throws(CommandFailure) -> WeightStorage? {
    guard let setting = settings[.bitFlips] else { return nil }
    switch setting.text {
    case "float32": return .float32
    case "int8": return .int8(try scheme())
    default: throw setting.refused("expected float32 or int8")
    }
  }
}
