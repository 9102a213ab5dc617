import Analysis
import Foundation
import TensorFiles
import Yams

/// The configuration of a sweep.
///
///     data: {train: train.npz, test: test.npz}       # train_labels, test_labels where they are files of their own
///     preprocessing: {scale: 0.0625, shift: 0}       # x becomes scale · x + shift
///     output: runs
///     base: {hidden: "64,32", epochs: 200}           # what all runs have in common
///     variants: {standard: {}, robust: {epsilon: 2e-2}}
///     grid: {seed: [0, 1, 2], hidden: ["64,32", "128"]}
///     analyze: {epsilon: [0.001]}                    # or false
///
/// Paths are relative to the file. Unknown keys are errors.
struct SweepFile {
  /// data and preprocessing.
  private(set) var samples = Settings()
  /// The folder of the runs.
  private(set) var output: String?
  private(set) var grid = SweepGrid()
  /// What `analyze` is asked for; nil where nothing is to be analysed.
  private(set) var analysis: Settings? = Settings()

  private static let sections = ["data", "preprocessing", "output", "base", "variants", "grid", "analyze"]
  private static let settings: [String: [Setting]] = [
    "data": [.train, .trainLabels, .test, .testLabels], "preprocessing": [.scale, .shift],
    "analyze": [.epsilon, .perturbedLayers, .layerEpsilon, .marginScale, .delta, .reference, .sharpness, .format],
  ]

  /// Reads a file.
  init(path: String) throws(CommandFailure) {
    let file = SweepNodes(path: path)
    guard let root = try YAMLFile.root(of: path) else {
      throw CommandFailure(code: .usage, message: "\(path): the file is empty")
    }
    var nodes: [String: Node] = [:]
    for (key, value) in try file.members(root, "") {
      let name = key.string ?? ""
      guard Self.sections.contains(name) else {
        throw file.refused(key, "", "unknown key \"\(name)\"; known: \(Self.sections.joined(separator: ", "))")
      }
      nodes[name] = value
    }
    var values: [Setting: SettingValue] = [:]
    for section in ["data", "preprocessing"] {
      if let node = nodes[section] { try Self.read(node, section, of: path, into: &values) }
    }
    samples = Settings(values)
    output = try nodes["output"].map { node throws(CommandFailure) in
      guard let text = node.scalar?.string, !text.isEmpty else {
        throw file.refused(node, "output", "expected a folder")
      }
      return ConfigurationFile.relative(text, to: path)
    }
    if let node = nodes["analyze"] { analysis = try Self.analysis(node, of: path) }
    grid = SweepGrid(
      base: try nodes["base"].map { node throws(CommandFailure) in try file.values(node, "base") } ?? [:],
      variants: try nodes["variants"].map { node throws(CommandFailure) in try file.variants(node) } ?? [],
      axes: try nodes["grid"].map { node throws(CommandFailure) in try file.axes(node) } ?? [])
  }

  /// `false`, `true`, or settings.
  private static func analysis(_ node: Node, of path: String) throws(CommandFailure) -> Settings? {
    if let text = node.scalar?.string {
      let value = SettingValue(text: text, origin: "\(path) line \(node.mark?.line ?? 0), analyze")
      return try value.flag() ? Settings() : nil
    }
    var values: [Setting: SettingValue] = [:]
    try read(node, "analyze", of: path, into: &values)
    return Settings(values)
  }

  private static func read(
    _ node: Node, _ section: String, of path: String, into values: inout [Setting: SettingValue]
  ) throws(CommandFailure) {
    try ConfigurationFile.read(node, section: section, knowing: settings, of: path, into: &values)
  }
}

/// Reads the parts of a sweep's file that are about training parameters.
private struct SweepNodes {
  let path: String

  /// Parameters and their values. A list stands for its texts with commas between them.
  func values(_ node: Node, _ section: String) throws(CommandFailure) -> [TrainingParameter: SweepValue] {
    var values: [TrainingParameter: SweepValue] = [:]
    for (key, value) in try members(node, section) {
      let parameter = try parameter(key, section)
      values[parameter] = try self.value(value, section, parameter)
    }
    return values
  }

  func variants(_ node: Node) throws(CommandFailure) -> [SweepVariant] {
    var variants: [SweepVariant] = []
    for (key, value) in try members(node, "variants") {
      let name = key.string ?? ""
      variants.append(
        SweepVariant(name, origin: origin(key, "variants"), values: try values(value, "variants, \(name)")))
    }
    guard !variants.isEmpty else { throw refused(node, "variants", "there is none") }
    return variants
  }

  func axes(_ node: Node) throws(CommandFailure) -> [SweepAxis] {
    var axes: [SweepAxis] = []
    for (key, list) in try members(node, "grid") {
      let parameter = try parameter(key, "grid")
      guard let sequence = list.sequence else {
        throw refused(list, "grid", "\(parameter.rawValue): expected a list; a single value belongs into base")
      }
      var values: [SweepValue] = []
      for item in sequence { values.append(try value(item, "grid", parameter)) }
      axes.append(SweepAxis(parameter, origin: origin(key, "grid"), values: values))
    }
    return axes
  }

  /// Keys and values in the file's order; of nothing, none.
  func members(_ node: Node, _ section: String) throws(CommandFailure) -> [(key: Node, value: Node)] {
    if node.scalar?.string == "" { return [] }
    guard let mapping = node.mapping else { throw refused(node, section, "expected names and values") }
    return mapping.map { ($0.key, $0.value) }
  }

  private func parameter(_ key: Node, _ section: String) throws(CommandFailure) -> TrainingParameter {
    guard let parameter = TrainingParameter(rawValue: key.string ?? "") else {
      let known = TrainingParameter.allCases.map(\.rawValue).joined(separator: ", ")
      throw refused(key, section, "unknown parameter \"\(key.string ?? "")\"; known: \(known)")
    }
    return parameter
  }

  private func value(
    _ node: Node, _ section: String, _ parameter: TrainingParameter
  ) throws(CommandFailure) -> SweepValue {
    guard let text = YAMLFile.text(of: node) else {
      throw refused(node, section, "\(parameter.rawValue): expected a value")
    }
    return SweepValue(text.trimmingCharacters(in: .whitespaces), origin: origin(node, section))
  }

  /// "grid, line 12"; the caller of the sweep puts the file before it.
  private func origin(_ node: Node, _ section: String) -> String { "\(section), line \(node.mark?.line ?? 0)" }

  func refused(_ node: Node, _ section: String, _ message: String) -> CommandFailure {
    let place = section.isEmpty ? "line \(node.mark?.line ?? 0)" : origin(node, section)
    return CommandFailure(code: .usage, message: "\(path): \(place): \(message)")
  }
}
