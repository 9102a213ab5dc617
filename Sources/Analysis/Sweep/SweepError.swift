/// Why a sweep cannot begin.
public enum SweepError: Error, Sendable, CustomStringConvertible {
  /// An axis has no values.
  case noValue(TrainingParameter, String)
  /// An axis has a value twice.
  case valueTwice(TrainingParameter, SweepValue, first: String)
  /// A parameter is an axis and stands in a variant, where it would mean nothing.
  case parameterTwice(SweepAxis, SweepValue)
  /// More runs than anybody means.
  case tooManyRuns(Int)
  /// A variant's name is no part of a folder's name.
  case badVariantName(SweepVariant)
  /// A run's name cannot be a folder's.
  case badRunName(String, String)
  /// Two runs would share a folder.
  case sameName(String, String, String)
  /// Two runs would be the same training.
  case sameTraining(String, String)
  /// A value of a run was refused; nil where several do not fit each other or the samples.
  case refused(run: String, SweepValue?, String)
  /// A run's folder holds something else.
  case folder(run: String, TrainingRunError)

  /// Where it stands and the cause, in one line.
  public var description: String {
    switch self {
    case .noValue(let parameter, let origin): "\(origin): \(parameter.rawValue): the list is empty"
    case .valueTwice(let parameter, let value, let first):
      "\(value.origin): \(parameter.rawValue): \"\(value.text)\" stands twice (first in \(first))"
    case .parameterTwice(let axis, let value):
      "\(axis.origin): \(axis.parameter.rawValue): stands in \(value.origin) as well, where it would mean nothing"
    case .tooManyRuns(let limit): "these are more than \(limit) runs"
    case .badVariantName(let variant):
      "\(variant.origin): \"\(variant.name)\": a variant names folders: letters, digits and . _ + - only"
    case .badRunName(let name, let reason): "run \(name): the name \(reason)"
    case .sameName(let name, let first, let second): "two runs would be called \(name): (\(first)) and (\(second))"
    case .sameTraining(let first, let second): "runs \(first) and \(second) are the same training"
    case .refused(let run, let value, let reason): (value.map { "\($0.origin): " } ?? "") + "run \(run): \(reason)"
    case .folder(let run, let error): "run \(run): \(error)"
    }
  }
}
