import MatrixNorms

/// Labelled samples in the precision of the training, row by row in one array.
public struct TrainingSamples<Scalar: BLASScalar>: Sendable {
  /// d, the number of features of each sample.
  public let featureCount: Int
  /// The features of sample i stand at i d ..< (i + 1) d.
  public let features: [Scalar]
  /// The class of each sample, counted from 0.
  public let labels: [Int]

  /// Samples.
  ///
  /// - Precondition: the numbers fit each other, no label is negative.
  public init(featureCount: Int, features: [Scalar], labels: [Int]) {
    precondition(featureCount > 0 && features.count == labels.count * featureCount, "features do not fill the samples")
    precondition(labels.allSatisfy { $0 >= 0 }, "a label is negative")
    self.featureCount = featureCount
    self.features = features
    self.labels = labels
  }

  /// n, the number of samples.
  public var count: Int { labels.count }

  /// Some of the samples. O(indices · d).
  public func subset(_ indices: [Int]) -> TrainingSamples {
    var part: [Scalar] = []
    part.reserveCapacity(indices.count * featureCount)
    for i in indices { part.append(contentsOf: features[i * featureCount..<(i + 1) * featureCount]) }
    return TrainingSamples(featureCount: featureCount, features: part, labels: indices.map { labels[$0] })
  }
}
