import Foundation
import TensorFiles
import Yams

/// gapbound.yaml: what a folder of checkpoints cannot say itself.
///
///     data: {train: train.npz, test: test.npz}       # train_labels, test_labels where they are files of their own;
///                                                    # train_samples: 1000 for the first 1000
///     preprocessing: {scale: 0.0625, shift: 0}       # x becomes scale · x + shift
///     activation: relu
///     layers: [fc1, fc2, out]                        # where names do not tell the order
///     layout: out_in                                 # or in_out
///     batch_norm: before_activation                  # or after_activation; batch_norm_epsilon: 1e-5
///     epsilon: [0.001, 0.01]                         # or layer_epsilon: [0, 0.01, 0]; perturbed_layers: [1, 3]
///     margin_scale: p10
///     delta: 0.05
///     reference: initial.safetensors                 # one file for all, or its name in every run's folder
///     sharpness: true
///     hyperparameters: table.csv                     # of runs or checkpoints, where files do not tell them
///     certify: {attack: [per-sample, universal]}     # and the other options of `gapbound certify`
///
/// Paths are relative to the file. Unknown keys are errors.
struct ConfigurationFile {
  static let name = "gapbound.yaml"
  let settings: Settings

  /// Keys by section; the empty section is the top level.
  private static let sections: [String: [Setting]] = [
    "": [
      .activation, .layers, .layout, .batchNorm, .batchNormEpsilon, .epsilon, .perturbedLayers, .layerEpsilon,
      .marginScale, .delta, .reference, .sharpness, .hyperparameters, .threads, .format, .output,
    ],
    "data": [.train, .trainLabels, .trainSamples, .test, .testLabels],
    "preprocessing": [.scale, .shift],
    "certify": Setting.certification,
  ]

  /// Reads a file.
  init(path: String) throws(CommandFailure) {
    let root = try YAMLFile.root(of: path)
    var values: [Setting: SettingValue] = [:]
    if let root { try Self.read(root, section: "", knowing: Self.sections, of: path, into: &values) }
    settings = Settings(values)
  }

  /// Reads a section; the empty one may have others as its keys.
  static func read(
    _ node: Node, section: String, knowing sections: [String: [Setting]], of path: String,
    into values: inout [Setting: SettingValue]
  ) throws(CommandFailure) {
    let place = section.isEmpty ? path : "\(path): \(section)"
    guard let mapping = node.mapping else { throw refused(node, place, "expected keys and values") }
    for (keyNode, value) in mapping {
      let key = keyNode.string ?? ""
      if section.isEmpty, key != "", sections[key] != nil {
        try read(value, section: key, knowing: sections, of: path, into: &values)
      } else if let setting = sections[section]?.first(where: { $0.rawValue == key }) {
        guard let text = YAMLFile.text(of: value) else {
          throw refused(value, "\(place): \(key)", "expected a value or a list")
        }
        values[setting] = SettingValue(
          text: setting.isPath ? resolved(text, setting, of: path) : text,
          origin: "\(path) line \(value.mark?.line ?? 0), \(key)")
      } else {
        let known =
          (sections[section] ?? []).map(\.rawValue) + (section.isEmpty ? sections.keys.filter { $0 != "" } : [])
        throw refused(keyNode, place, "unknown key \"\(key)\"; known: \(known.sorted().joined(separator: ", "))")
      }
    }
  }

  /// A path that is relative to the folder of a file; a name that is a file of every run's folder stays one.
  private static func resolved(_ text: String, _ setting: Setting, of file: String) -> String {
    let place = relative(text, to: file)
    let isName = setting == .reference && !text.contains("/") && !FileManager.default.fileExists(atPath: place)
    return isName ? text : place
  }

  private static func refused(_ node: Node, _ place: String, _ message: String) -> CommandFailure {
    CommandFailure(code: .usage, message: "\(place), line \(node.mark?.line ?? 0): \(message)")
  }

  /// A path that is relative to the folder of a file.
  static func relative(_ path: String, to file: String) -> String {
    guard !path.hasPrefix("/") else { return path }
    let folder = parentFolder(of: file)
    return folder == "." ? path : (folder as NSString).appendingPathComponent(path)
  }

  /// The config beside the checkpoints: in the first folder given, beside the first file given, or here.
  static func beside(_ paths: [String]) -> String? {
    let candidates = paths.prefix(1).flatMap { path in
      [path, parentFolder(of: path)].map { ($0 as NSString).appendingPathComponent(name) }
    }
    return (candidates + [name]).first { FileManager.default.fileExists(atPath: $0) }
  }
}
