import Checkpoints

/// One training of a sweep.
public struct SweepRun: Sendable {
  /// The name of its folder: the variant and the varying parameters, "interval-seed-0-hidden-64x32"; "run" where nothing varies.
  public let name: String
  /// The variant's name and the varying values, in the order of `SweepGrid.columns`.
  public let choices: [String]
  /// All values that it is trained with, and where they stand.
  public let values: [TrainingParameter: SweepValue]
  /// "variant interval, seed 0, hidden 64,32".
  let description: String

  init(
    base: [TrainingParameter: SweepValue], _ variant: SweepVariant?, _ point: [TrainingParameter: SweepValue],
    varying: [SweepAxis]
  ) {
    let texts = varying.map { ($0.parameter.rawValue, point[$0.parameter]?.text ?? "") }
    let labelled = (variant.map { [("variant", $0.name)] } ?? []) + texts
    choices = labelled.map(\.1)
    description = labelled.map { "\($0) \($1)" }.joined(separator: ", ")
    let parts = (variant.map { [$0.name] } ?? []) + texts.map { "\($0)-\(Self.nameable($1))" }
    name = parts.isEmpty ? "run" : parts.joined(separator: "-")
    values = base.merging(variant?.values ?? [:]) { $1 }.merging(point) { $1 }
  }

  /// The values as a training takes them.
  public var parameters: TrainingParameters { TrainingParameters(values.mapValues(\.text)) }

  /// A text as a part of a name: commas and colons become x, other signs than letters, digits and . _ + - are left out.
  static func nameable(_ text: String) -> String {
    String(
      text.compactMap { character in
        switch character {
        case ",", ":": "x"
        case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "+", "-": character
        default: nil
        }
      })
  }

  /// File systems have no longer names.
  private static let longestName = 255

  /// Why the name cannot be a folder's; nil where it can.
  var nameFault: String? {
    if name.hasPrefix(".") { return "begins with a dot" }
    if name.utf8.count > Self.longestName { return "is longer than \(Self.longestName) characters" }
    guard EpochAndStep(path: name) == EpochAndStep(path: "") else {
      return "reads like the folder of an epoch or a step, and would be analysed as one"
    }
    return nil
  }
}
