import TensorFiles

/// Where features come from, sample after sample. They stay in the form in which they are stored and become `Double`
/// only in batches: 60000 images of 784 bytes would otherwise take 376 MB.
protocol FeatureSource: Sendable {
  /// Features by their place in row-major order.
  func values(_ elements: Range<Int>) throws(DatasetError) -> [Double]
}

/// Features that stay in a tensor file.
struct TensorFeatures: FeatureSource {
  let file: any TensorFile
  let tensor: TensorDescription
  let sampleCount: Int
  let featureCount: Int

  /// Takes the first axis as the samples and flattens the others.
  ///
  /// - Throws: `noSampleAxis`, `noSamples`, `noFeatures`, and `file` where the elements cannot be read.
  init(_ tensor: TensorDescription, in file: any TensorFile) throws(DatasetError) {
    // Reports an element type that cannot be read before anything else is done.
    if tensor.elementType == nil { _ = try reading { () throws(TensorFileError) in try file.values(of: tensor) } }
    guard let count = tensor.shape.first else { throw .noSampleAxis(path: file.path, array: tensor.name) }
    guard count > 0 else { throw .noSamples(path: file.path) }
    guard tensor.elementCount > 0 else { throw .noFeatures(path: file.path, shape: tensor.shape) }
    self.file = file
    self.tensor = tensor
    self.sampleCount = count
    self.featureCount = tensor.elementCount / count
  }

  func values(_ elements: Range<Int>) throws(DatasetError) -> [Double] {
    try reading { () throws(TensorFileError) in try file.values(of: tensor, elements: elements) }
  }
}

/// Passes on an error of the file below.
func reading<Result>(_ body: () throws(TensorFileError) -> Result) throws(DatasetError) -> Result {
  do { return try body() } catch { throw .file(error) }
}
