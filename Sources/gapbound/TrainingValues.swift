import Analysis
import Foundation
import Yams

/// Values of training parameters with where each comes from: flags, then GAPBOUND_TRAIN_*, then a config.
struct TrainingValues {
  private(set) var values: [TrainingParameter: SettingValue] = [:]

  /// The flags of a command line.
  init(flags: [TrainingParameter: (flag: String, text: String?)]) {
    for (parameter, (flag, text)) in flags {
      if let text { values[parameter] = SettingValue(text: text, origin: flag) }
    }
  }

  /// GAPBOUND_TRAIN_LAMBDA and so on: GAPBOUND_EPSILON and others belong to commands that measure.
  init(environment: [String: String]) {
    for parameter in TrainingParameter.allCases {
      let name = "GAPBOUND_TRAIN_" + parameter.rawValue.uppercased()
      if let text = environment[name], !text.isEmpty { values[parameter] = SettingValue(text: text, origin: name) }
    }
  }

  /// A YAML mapping of names to values. A list stands for its texts with commas between them.
  init(config path: String) throws(CommandFailure) {
    if let root = try YAMLFile.root(of: path) { try self.init(node: root, of: path) } else { self.init(flags: [:]) }
  }

  /// A mapping within a YAML file.
  init(node: Node, of path: String) throws(CommandFailure) {
    func refused(_ node: Node, _ message: String) -> CommandFailure {
      CommandFailure(code: .usage, message: "\(path), line \(node.mark?.line ?? 0): \(message)")
    }
    guard let mapping = node.mapping else { throw refused(node, "expected names and values") }
    for (key, value) in mapping {
      guard let parameter = TrainingParameter(rawValue: key.string ?? "") else {
        let known = TrainingParameter.allCases.map(\.rawValue).joined(separator: ", ")
        throw refused(key, "unknown parameter \"\(key.string ?? "")\"; known: \(known)")
      }
      guard let text = YAMLFile.text(of: value) else { throw refused(value, "\(parameter.rawValue): expected a value") }
      values[parameter] = SettingValue(
        text: text, origin: "\(path) line \(value.mark?.line ?? 0), \(parameter.rawValue)")
    }
  }

  /// Fills what is missing here from a weaker source.
  func filled(from weaker: TrainingValues) -> TrainingValues {
    var result = self
    result.values.merge(weaker.values) { own, _ in own }
    return result
  }

  /// The texts alone.
  var parameters: TrainingParameters { TrainingParameters(values.mapValues(\.text)) }

  /// A refused parameter as a usage error that names where its value stands.
  func failure(_ error: TrainingParameterError) -> CommandFailure {
    let origin = error.parameter.flatMap { values[$0]?.origin }
    return CommandFailure(code: .usage, message: origin.map { "\($0): \(error.reason)" } ?? error.description)
  }
}
