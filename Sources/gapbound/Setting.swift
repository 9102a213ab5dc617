import Foundation

/// Everything that can be set by a flag, by the environment (GAPBOUND_ and the name in capitals) or by gapbound.yaml.
enum Setting: String, CaseIterable {
  case train
  case trainLabels = "train_labels"
  case trainSamples = "train_samples"
  case test
  case testLabels = "test_labels"
  case hyperparameters
  case scale
  case shift
  case activation
  case layers
  case layout
  case batchNorm = "batch_norm"
  case batchNormEpsilon = "batch_norm_epsilon"
  case epsilon
  case perturbedLayers = "perturbed_layers"
  case layerEpsilon = "layer_epsilon"
  case marginScale = "margin_scale"
  case delta
  case reference
  case sharpness
  case threads
  case format
  case output
  // Of certify alone.
  case unit
  case bits
  case scheme
  case against
  case radii
  case biases
  case method
  case timeLimit = "time_limit"
  case attack
  case restarts
  case steps
  case draws
  case seed
  case largestRadius = "largest_radius"
  case bitFlips = "bit_flips"
  case samples
  case witnesses

  /// Those of certify alone, a section of gapbound.yaml.
  static let certification: [Setting] = [
    .unit, .bits, .scheme, .against, .radii, .biases, .method, .timeLimit, .attack, .restarts, .steps, .draws, .seed,
    .largestRadius, .bitFlips, .samples, .witnesses,
  ]

  /// Paths, which gapbound.yaml gives relative to itself.
  var isPath: Bool {
    let paths: [Setting] = [
      .train, .trainLabels, .test, .testLabels, .hyperparameters, .output, .against, .radii, .witnesses, .reference,
    ]
    return paths.contains(self)
  }
}

/// A value as somebody wrote it, and where.
struct SettingValue: Equatable {
  let text: String
  /// For messages: "--epsilon", "GAPBOUND_EPSILON", "gapbound.yaml line 7".
  let origin: String
}

/// Values from flags, the environment and the config; an earlier source wins.
struct Settings {
  private var values: [Setting: SettingValue] = [:]

  /// What one source says; nil values are left out.
  init(_ values: [Setting: SettingValue] = [:]) { self.values = values }

  /// The flags of a command line.
  init(flags: [Setting: (flag: String, text: String?)]) {
    for (setting, (flag, text)) in flags {
      if let text { values[setting] = SettingValue(text: text, origin: flag) }
    }
  }

  /// GAPBOUND_TRAIN and so on.
  init(environment: [String: String]) {
    for setting in Setting.allCases {
      let name = "GAPBOUND_" + setting.rawValue.uppercased()
      if let text = environment[name], !text.isEmpty { values[setting] = SettingValue(text: text, origin: name) }
    }
  }

  /// Fills what is missing here from a weaker source. Radii are one question: a stronger answer hides all weaker ones.
  func filled(from weaker: Settings) -> Settings {
    var result = values
    let answers: [Setting] = [.epsilon, .layerEpsilon, .bits, .against, .radii]
    let radii = answers + [.perturbedLayers, .unit]
    let hasRadii = answers.contains { values[$0] != nil }
    for (setting, value) in weaker.values where result[setting] == nil {
      if !hasRadii || !radii.contains(setting) { result[setting] = value }
    }
    return Settings(result)
  }

  subscript(_ setting: Setting) -> SettingValue? { values[setting] }
}

extension SettingValue {
  /// True for what gapbound.yaml says.
  var isOfConfiguration: Bool { !origin.hasPrefix("-") && !origin.hasPrefix("GAPBOUND_") }

  /// A finite number for which a condition holds.
  func number(_ meaning: String, where holds: (Double) -> Bool = { _ in true }) throws(CommandFailure) -> Double {
    let plain = text.trimmingCharacters(in: .whitespaces)
    guard let value = Double(plain), value.isFinite, holds(value) else { throw refused("expected \(meaning)") }
    // 1e-400 reads as 0, which is another question.
    let digits = plain.prefix { $0 != "e" && $0 != "E" }
    if value == 0, digits.contains(where: { "123456789".contains($0) }) {
      throw refused("smaller than any double; expected \(meaning)")
    }
    return value
  }

  /// The parts of a list separated by commas.
  var parts: [SettingValue] {
    text.split(separator: ",", omittingEmptySubsequences: false).map {
      SettingValue(text: $0.trimmingCharacters(in: .whitespaces), origin: origin)
    }
  }

  /// A list of numbers separated by commas.
  func numbers(_ meaning: String, where holds: (Double) -> Bool) throws(CommandFailure) -> [Double] {
    var result: [Double] = []
    for part in parts { result.append(try part.number(meaning, where: holds)) }
    return result
  }

  /// Yes or no.
  func flag() throws(CommandFailure) -> Bool {
    switch text.lowercased() {
    case "true", "yes", "1": return true
    case "false", "no", "0": return false
    default: throw refused("expected true or false")
    }
  }

  /// True for a whole number of at least 1.
  static func isPositiveInteger(_ x: Double) -> Bool { x >= 1 && x == x.rounded() && x < 1e9 }

  /// A whole number of at least 1.
  func count(_ meaning: String) throws(CommandFailure) -> Int {
    Int(try number(meaning, where: Self.isPositiveInteger))
  }

  /// A usage error that names the origin and the text.
  func refused(_ expectation: String) -> CommandFailure {
    CommandFailure(code: .usage, message: "\(origin): \"\(text)\": \(expectation)")
  }
}
