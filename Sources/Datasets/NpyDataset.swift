import TensorFiles

/// A NumPy array of features, with the labels in another one.
enum NpyDataset {
  static let load: @Sendable (DatasetRequest) throws(DatasetError) -> LabelledSamples = {
    (request) throws(DatasetError) in
    let pair = FilePair(request: request, labelsNames: labelsNames(for: request.path))
    return try pair.load { (path) throws(TensorFileError) in try NpyFile(path: path) }
  }

  /// What the labels beside `x_train.npy` or `train-images.npy` may be called.
  static func labelsNames(for path: String) -> [String] {
    let words = [
      ("x", "y"), ("X", "y"), ("X", "Y"), ("images", "labels"), ("features", "labels"), ("data", "labels"),
      ("inputs", "targets"),
    ]
    return words.compactMap { replacingWord($0.0, by: $0.1, in: fileName(of: path)) }
  }
}
