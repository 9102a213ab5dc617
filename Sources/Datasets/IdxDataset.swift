import TensorFiles

/// IDX images, with the labels in another IDX file, as MNIST and its successors are published.
enum IdxDataset {
  static let load: @Sendable (DatasetRequest) throws(DatasetError) -> LabelledSamples = {
    (request) throws(DatasetError) in
    let pair = FilePair(request: request, labelsNames: labelsNames(for: request.path))
    return try pair.load { (path) throws(TensorFileError) in try IdxFile(path: path) }
  }

  /// What the labels beside `train-images-idx3-ubyte.gz` may be called, compressed or not.
  static func labelsNames(for path: String) -> [String] {
    let name = fileName(of: path)
    guard var labels = replacingWord("images", by: "labels", in: name) else { return [] }
    // The digit is the number of axes: labels have one.
    if let place = labels.firstRange(of: "idx") {
      let digit = place.upperBound
      if digit < labels.endIndex, labels[digit].isNumber { labels.replaceSubrange(digit...digit, with: "1") }
    }
    return [labels, labels.hasSuffix(".gz") ? String(labels.dropLast(3)) : labels + ".gz"]
  }
}
