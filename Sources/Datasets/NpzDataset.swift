import TensorFiles

/// A NumPy archive that holds features and labels.
enum NpzDataset {
  static let load: @Sendable (DatasetRequest) throws(DatasetError) -> LabelledSamples = {
    (request) throws(DatasetError) in
    if let labels = request.labelsPath { throw .superfluousLabels(path: request.path, labels: labels) }
    let file = try reading { () throws(TensorFileError) in try NpzFile(path: request.path) }
    let names = try ArrayNames(path: request.path, names: file.tensors.map(\.name), role: request.role).choose()
    // Labels first: the archive keeps the array that was read last, which should be the features.
    let labels = try readLabels(try tensor(names.labels, in: file), in: file)
    let features = try TensorFeatures(try tensor(names.features, in: file), in: file)
    return try LabelledSamples(
      features: features, count: features.sampleCount, featureCount: features.featureCount, labels: labels,
      files: [request.path], preprocessing: request.preprocessing)
  }

  private static func tensor(_ name: String, in file: NpzFile) throws(DatasetError) -> TensorDescription {
    try reading { () throws(TensorFileError) in try file.tensor(named: name) }
  }
}
