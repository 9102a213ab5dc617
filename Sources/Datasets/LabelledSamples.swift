import MatrixNorms
import TensorFiles

/// Samples with the classes they belong to.
public struct LabelledSamples: Sendable {
  /// The number of samples n, at least 1.
  public private(set) var count: Int
  /// The number of features of each sample d, at least 1.
  public let featureCount: Int
  /// The class of each sample, counted from 0.
  public private(set) var labels: [Int]
  /// The file with the features.
  public let path: String
  /// The file with the labels, where it is another one.
  public let labelsPath: String?
  /// The SHA-256 digest of the file, or of features file and labels file after one another
  /// (`cat x.npy y.npy | sha256sum`).
  public let sha256: String
  /// What is done to every feature.
  public let preprocessing: Preprocessing
  private let source: any FeatureSource

  /// Joins features and labels.
  ///
  /// - Throws: `countMismatch` where their numbers differ; `file` where a digest cannot be computed.
  init(
    features source: any FeatureSource, count: Int, featureCount: Int, labels: [Int], files: [String],
    preprocessing: Preprocessing
  ) throws(DatasetError) {
    guard labels.count == count else {
      throw .countMismatch(path: files[0], samples: count, labels: labels.count)
    }
    self.count = count
    self.featureCount = featureCount
    self.labels = labels
    self.path = files[0]
    self.labelsPath = files.count > 1 ? files[1] : nil
    self.sha256 = try digest(files)
    self.preprocessing = preprocessing
    self.source = source
  }

  /// The largest label plus 1.
  public var classCount: Int { (labels.max() ?? -1) + 1 }

  /// The first samples; path and digest stay those of the files. O(limit).
  ///
  /// - Precondition: 1 ≤ limit ≤ count.
  public func prefix(_ limit: Int) -> LabelledSamples {
    precondition(limit >= 1 && limit <= count, "\(limit) of \(count) samples")
    var part = self
    part.count = limit
    part.labels = Array(labels[..<limit])
    return part
  }

  /// Some samples as the rows of a matrix, flattened and preprocessed. O(rows.count · featureCount) time and memory.
  ///
  /// - Precondition: `rows` lies within `0..<count`.
  /// - Throws: `nonFiniteFeature` for NaN, infinities and overflow in the preprocessing; `file` for damaged data.
  public func features(_ rows: Range<Int>) throws(DatasetError) -> Matrix {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= count, "samples \(rows) are outside of 0..<\(count)")
    var values = try source.values(rows.lowerBound * featureCount..<rows.upperBound * featureCount)
    preprocessing.apply(to: &values)
    if let place = values.firstIndex(where: { !$0.isFinite }) {
      throw .nonFiniteFeature(
        path: path, sample: rows.lowerBound + place / featureCount, feature: place % featureCount, value: values[place])
    }
    return Matrix(rows: rows.count, columns: featureCount, elements: values)
  }
}

/// The property of the same name hides the function within the type.
private func digest(_ files: [String]) throws(DatasetError) -> String {
  try reading { () throws(TensorFileError) in try sha256(ofFiles: files) }
}
