import TensorFiles

/// Why labelled samples cannot be read. One case per cause. Samples and features are counted from 0, lines and columns
/// of text from 1.
public enum DatasetError: Error, Equatable, Sendable {
  /// The file below is unreadable or malformed.
  case file(TensorFileError)
  /// No format of the catalogue fits the file.
  case unknownFormat(path: String, known: [String])
  /// The archive has no array with one of the names that stand for features or labels.
  case missingArray(path: String, content: String, role: SampleRole, found: [String])
  /// Several arrays of the archive could be meant.
  case ambiguousArrays(path: String, content: String, role: SampleRole, candidates: [String])
  /// No labels file was given, and none of the usual names exists beside the features.
  case labelsNotFound(path: String, tried: [String])
  /// A labels file was given for a file that holds its own labels.
  case superfluousLabels(path: String, labels: String)
  /// The features have no axis to count samples along.
  case noSampleAxis(path: String, array: String)
  /// There are no samples.
  case noSamples(path: String)
  /// The samples have no features.
  case noFeatures(path: String, shape: [Int])
  /// Labels are neither one number nor one row per sample.
  case labelShape(path: String, shape: [Int])
  /// There are more or fewer labels than samples.
  case countMismatch(path: String, samples: Int, labels: Int)
  /// A label is negative, fractional, not finite or beyond 2³¹ − 1.
  case invalidLabel(path: String, sample: Int, value: Double)
  /// A row of labels is not one 1 among zeros.
  case notOneHot(path: String, sample: Int)
  /// A feature is NaN or infinite, after preprocessing.
  case nonFiniteFeature(path: String, sample: Int, feature: Int, value: Double)
  /// A field of a text file is not a finite decimal number.
  case notANumber(path: String, line: Int, column: Int, text: String)
  /// A label in a text file is negative, fractional or beyond 2³¹ − 1.
  case invalidLabelField(path: String, line: Int, column: Int, text: String)
  /// A line of a text file has more or fewer fields than the first one.
  case fieldCount(path: String, line: Int, expected: Int, found: Int)
  /// A text file breaks the rules of comma-separated values.
  case malformedText(path: String, line: Int, column: Int, reason: String)
}

extension DatasetError: CustomStringConvertible {
  /// One line that names the file, the place and both numbers.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .unknownFormat(let path, let known):
      "\(path): unknown data set format; known: \(known.joined(separator: ", "))"
    case .missingArray(let path, let content, let role, let found):
      "\(path): no \(content) for \(role.rawValue); arrays found: \(found.joined(separator: ", "))"
    case .ambiguousArrays(let path, let content, let role, let candidates):
      "\(path): \(content) for \(role.rawValue) may be any of: \(candidates.joined(separator: ", "))"
    case .labelsNotFound(let path, let tried):
      "\(path): no labels file given"
        + (tried.isEmpty
          ? ", and the name suggests none" : ", and none of these exists: \(tried.joined(separator: ", "))")
    case .superfluousLabels(let path, let labels): "\(path): holds its own labels, so \(labels) has no use"
    case .notANumber(let path, let line, let column, let text):
      "\(path):\(line): column \(column): \"\(text)\" is not a finite decimal number"
    case .invalidLabelField(let path, let line, let column, let text):
      "\(path):\(line): column \(column): label \"\(text)\" is not an integer from 0 to \(maximalLabel)"
    case .fieldCount(let path, let line, let expected, let found):
      "\(path):\(line): \(found) fields, the first line has \(expected)"
    case .malformedText(let path, let line, let column, let reason): "\(path):\(line): column \(column): \(reason)"
    case .noSampleAxis(let path, let array): "\(path): array \"\(array)\" is a single number, not samples"
    case .noSamples(let path): "\(path): no samples"
    case .noFeatures(let path, let shape): "\(path): shape \(shape) leaves no features"
    case .labelShape(let path, let shape):
      "\(path): labels of shape \(shape) are neither one number nor one row per sample"
    case .countMismatch(let path, let samples, let labels): "\(path): \(samples) samples, but \(labels) labels"
    case .invalidLabel(let path, let sample, let value):
      "\(path): sample \(sample): label \(value) is not an integer from 0 to \(maximalLabel)"
    case .notOneHot(let path, let sample): "\(path): sample \(sample): the row of labels is not one 1 among zeros"
    case .nonFiniteFeature(let path, let sample, let feature, let value):
      "\(path): sample \(sample), feature \(feature): \(value) is not finite"
    }
  }
}
