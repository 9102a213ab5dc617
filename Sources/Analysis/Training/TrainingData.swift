import Datasets
import MatrixNorms
import Training

/// The training samples in single precision, with what tells them from others.
struct TrainingData: Sendable {
  let samples: TrainingSamples<Float>
  /// K, of the whole file: a part of it may lack a class.
  let classCount: Int
  let sha256: String
  let path: String, labelsPath: String?
  let preprocessing: Preprocessing

  /// Samples to convert at once: the file's numbers are doubles.
  private static let block = 4096

  /// Reads the first samples of a file.
  init(_ source: LabelledSamples, limit: Int?) throws(TrainingRunError) {
    let count = min(source.count, limit ?? source.count)
    if let limit, limit > source.count {
      throw .data("\(source.path) has \(source.count) samples, \(limit) are asked for")
    }
    var features: [Float] = []
    features.reserveCapacity(count * source.featureCount)
    for start in stride(from: 0, to: count, by: Self.block) {
      let part: Matrix
      do { part = try source.features(start..<min(start + Self.block, count)) } catch { throw .data("\(error)") }
      for value in part.elements { features.append(Float(value)) }
      if let wrong = part.elements.first(where: { !Float($0).isFinite }) {
        throw .data("\(source.path): the feature \(wrong) is beyond single precision; --scale may help")
      }
    }
    samples = TrainingSamples(
      featureCount: source.featureCount, features: features, labels: Array(source.labels[..<count]))
    (classCount, sha256, preprocessing) = (source.classCount, source.sha256, source.preprocessing)
    (path, labelsPath) = (source.path, source.labelsPath)
  }
}
