import Certification
import Networks
import Training

/// What can be set about a training, by one name in flags, configs, sweeps and the metadata of checkpoints.
public enum TrainingParameter: String, Sendable, CaseIterable {
  case hidden, activation, bias, epochs
  case batchSize = "batch_size"
  case optimizer, momentum
  case learningRate = "learning_rate"
  case schedule
  case weightDecay = "weight_decay"
  case robustTerm = "robust_term"
  case lambda, mu, epsilon, unit
  case radiusScale = "radius_scale"
  case ramp
  case spectralPenalty = "spectral_penalty"
  case weightNoise = "weight_noise"
  case adversarialWeights = "adversarial_weights"
  case validation, patience, seed
  case samples, every, initial

  /// What a value must be, for messages.
  public var expectation: String {
    switch self {
    case .hidden: "widths of the hidden layers such as 128,64, or none"
    case .activation: "an activation: \(Activation.named.map(\.name).joined(separator: ", ")), clip(lower, upper)"
    case .bias, .initial: "true or false"
    case .epochs, .batchSize, .patience, .samples, .every: "a whole number of at least 1"
    case .optimizer: "sgd or adam"
    case .momentum: "a number of at least 0 and below 1"
    case .learningRate: "a number above 0"
    case .schedule: "constant, cosine, step:N or plateau:N with a number of epochs N"
    case .weightDecay, .lambda, .mu, .radiusScale, .spectralPenalty: "a number of at least 0"
    case .robustTerm: RobustTermKind.allCases.map(\.rawValue).joined(separator: ", ")
    case .epsilon, .weightNoise, .adversarialWeights: "a radius of at least 0, or int8, int4-per-tensor and the like"
    case .unit: RadiusUnit.allCases.map(\.rawValue).joined(separator: ", ")
    case .ramp: "a share of the steps, 0 to 1"
    case .validation: "a share of the training samples of at least 0 and below 1"
    case .seed: "a whole number of at least 0"
    }
  }
}

/// A value that was refused.
public struct TrainingParameterError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The parameter; nil where several do not fit each other.
  public let parameter: TrainingParameter?
  /// What is expected, or what does not fit.
  public let reason: String

  /// The cause in one line.
  public var description: String { parameter.map { "\($0.rawValue): \(reason)" } ?? reason }
}

/// Values of training parameters, as texts; what is not given has its default.
public struct TrainingParameters: Sendable, Equatable {
  /// The texts.
  public var values: [TrainingParameter: String]

  /// Values as somebody wrote them.
  public init(_ values: [TrainingParameter: String] = [:]) { self.values = values }

  /// The number of training samples, from the first; nil for all.
  public func sampleLimit() throws(TrainingParameterError) -> Int? { try count(.samples) }

  /// Checkpoints are written after every so many epochs, and after the last.
  public func every() throws(TrainingParameterError) -> Int { try count(.every) ?? 1 }

  /// True where the weights before the training are written as well.
  public func writesInitial() throws(TrainingParameterError) -> Bool { try value(.initial, Self.flag) ?? false }

  /// The settings that the values mean.
  ///
  /// λ is 1 by default where ε is given, and 0 where it is not.
  public func settings(threads: Int) throws(TrainingParameterError) -> TrainingSettings {
    var settings = TrainingSettings()
    settings.threads = threads
    settings.hidden = try hidden() ?? settings.hidden
    settings.activation = try value(.activation) { Activation(named: $0) } ?? settings.activation
    settings.hasBiases = try value(.bias, Self.flag) ?? settings.hasBiases
    settings.epochs = try count(.epochs) ?? settings.epochs
    settings.batchSize = try count(.batchSize) ?? settings.batchSize
    settings.optimizer = try optimizer()
    settings.learningRate = try number(.learningRate) { $0 > 0 } ?? (settings.optimizer.name == "sgd" ? 0.1 : 1e-3)
    settings.schedule = try value(.schedule) { LearningRateSchedule($0) } ?? settings.schedule
    settings.weightDecay = try nonNegative(.weightDecay)
    settings.normFactor = try nonNegative(.mu)
    settings.spectralFactor = try nonNegative(.spectralPenalty)
    settings.robustTerm = try value(.robustTerm) { RobustTermKind(rawValue: $0) } ?? settings.robustTerm
    let radius = try radius(.epsilon)
    settings.radius = radius ?? settings.radius
    settings.robustFactor = try number(.lambda) { $0 >= 0 } ?? (radius == nil ? 0 : 1)
    if settings.robustFactor > 0, radius == nil {
      throw refused(nil, "lambda needs epsilon: how far may weights move?")
    }
    settings.radiusScale = try number(.radiusScale) { $0 >= 0 } ?? 1
    settings.ramp = try number(.ramp) { $0 >= 0 && $0 <= 1 } ?? settings.ramp
    settings.disturbance = try disturbance()
    settings.validationShare = try number(.validation) { $0 >= 0 && $0 < 1 } ?? 0
    settings.patience = try count(.patience)
    settings.seed = try value(.seed) { UInt64($0) } ?? settings.seed
    if let obstacle = settings.obstacle { throw refused(nil, obstacle) }
    return settings
  }

  private func hidden() throws(TrainingParameterError) -> [Int]? {
    try value(.hidden) { text in
      if text == "none" { return [] }
      let widths = text.split(separator: ",", omittingEmptySubsequences: false).map { Int(Self.trimmed($0)) }
      let valid = widths.compactMap { $0 }.filter { $0 > 0 && $0 <= Self.widest }
      return valid.count == widths.count ? valid : nil
    }
  }

  /// Wider layers are typing errors.
  private static let widest = 1 << 20

  private func optimizer() throws(TrainingParameterError) -> OptimizerKind {
    let momentum = try number(.momentum) { $0 >= 0 && $0 < 1 }
    let isSGD = try value(.optimizer) { ["sgd": true, "adam": false][$0] } ?? false
    if isSGD { return .sgd(momentum: momentum ?? 0.9) }
    if momentum != nil { throw refused(.momentum, "goes with the optimizer sgd") }
    return .adam(β1: 0.9, β2: 0.999)
  }

  private func disturbance() throws(TrainingParameterError) -> WeightDisturbance {
    switch (try radius(.weightNoise), try radius(.adversarialWeights)) {
    case (nil, nil): return .none
    case (let noise?, nil): return .noise(noise)
    case (nil, let step?): return .adversarial(step)
    default: throw refused(nil, "weight_noise and adversarial_weights move the same weights: give one")
    }
  }

  /// "0.01" in the unit given, or "int8", "int4-per-tensor".
  private func radius(_ parameter: TrainingParameter) throws(TrainingParameterError) -> TrainingRadius? {
    let unit = try value(.unit) { RadiusUnit(rawValue: $0) } ?? .absolute
    return try value(parameter) { text in
      guard text.hasPrefix("int") else {
        guard let ε = Self.finite(text), ε >= 0 else { return nil }
        return .ball(ε, unit)
      }
      let parts = text.dropFirst(3).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
      guard let first = parts.first, let bits = Int(first), (2...16).contains(bits) else { return nil }
      guard let scheme = QuantizationScheme(parts.count > 1 ? String(parts[1]) : "per-channel") else { return nil }
      let radius = TrainingRadius.rounding(Quantization(bits: bits, scheme: scheme))
      return radius.obstacle == nil ? radius : nil
    }
  }

  private func count(_ parameter: TrainingParameter) throws(TrainingParameterError) -> Int? {
    try value(parameter) { text in Int(text).flatMap { $0 >= 1 && $0 <= 1_000_000_000 ? $0 : nil } }
  }

  private func nonNegative(_ parameter: TrainingParameter) throws(TrainingParameterError) -> Double {
    try number(parameter) { $0 >= 0 } ?? 0
  }

  private func number(
    _ parameter: TrainingParameter, where holds: (Double) -> Bool
  ) throws(TrainingParameterError) -> Double? {
    try value(parameter) { text in Self.finite(text).flatMap { holds($0) ? $0 : nil } }
  }

  /// 1e400 and 1e-400 read as infinity and 0, which is not what is written.
  private static func finite(_ text: String) -> Double? {
    guard let value = Double(text), value.isFinite else { return nil }
    let digits = text.prefix { !"eEpP".contains($0) }
    return value == 0 && digits.contains(where: "123456789".contains) ? nil : value
  }

  private func value<Value>(
    _ parameter: TrainingParameter, _ read: (String) -> Value?
  ) throws(TrainingParameterError) -> Value? {
    guard let text = values[parameter] else { return nil }
    guard let value = read(Self.trimmed(text[...])) else {
      throw refused(parameter, "\"\(text)\": expected \(parameter.expectation)")
    }
    return value
  }

  private static func flag(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "yes", "1": true
    case "false", "no", "0": false
    default: nil
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  private func refused(_ parameter: TrainingParameter?, _ reason: String) -> TrainingParameterError {
    TrainingParameterError(parameter: parameter, reason: reason)
  }
}
