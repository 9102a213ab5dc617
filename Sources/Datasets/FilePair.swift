import TensorFiles

/// Features and labels in two files with one array each.
struct FilePair {
  let request: DatasetRequest
  /// Names of labels files that are usual beside the features file, best first.
  let labelsNames: [String]

  /// Loads both files.
  ///
  /// - Throws: `labelsNotFound`, `countMismatch`, and what reading features and labels throws.
  func load(_ open: (String) throws(TensorFileError) -> any TensorFile) throws(DatasetError) -> LabelledSamples {
    let file = try reading { () throws(TensorFileError) in try open(request.path) }
    let features = try TensorFeatures(file.tensors[0], in: file)
    let labelsPath = try self.labelsPath()
    let labelsFile = try reading { () throws(TensorFileError) in try Self.openLabels(labelsPath) }
    return try LabelledSamples(
      features: features, count: features.sampleCount, featureCount: features.featureCount,
      labels: try readLabels(labelsFile.tensors[0], in: labelsFile), files: [request.path, labelsPath],
      preprocessing: request.preprocessing)
  }

  private func labelsPath() throws(DatasetError) -> String {
    if let given = request.labelsPath { return given }
    let folder = String(request.path.dropLast(fileName(of: request.path).count))
    let candidates = labelsNames.map { folder + $0 }
    guard let found = candidates.first(where: isReadableFile) else {
      throw .labelsNotFound(path: request.path, tried: candidates)
    }
    return found
  }

  /// Labels need not have the format of the features.
  private static func openLabels(_ path: String) throws(TensorFileError) -> any TensorFile {
    if fileExtension(of: path) == "npy" { return try NpyFile(path: path) }
    return try IdxFile(path: path)
  }
}

/// A name with one word replaced, wherever the word stands alone, or nil where it does not occur.
///
/// A word stands alone between the ends of the name and characters that are not letters: `x` in `x_train.npy` and in
/// `train-x1.npy`, not in `max.npy`.
func replacingWord(_ word: String, by replacement: String, in name: some StringProtocol) -> String? {
  var result = ""
  var token = ""
  var replaced = false
  for character in String(name) + "\0" {
    if character.isLetter {
      token.append(character)
      continue
    }
    replaced = replaced || token == word
    result += token == word ? replacement : token
    token = ""
    if character != "\0" { result.append(character) }
  }
  return replaced ? result : nil
}
