import TensorFiles

/// What is asked of a format's reader.
struct DatasetRequest: Sendable {
  let path: String
  let labelsPath: String?
  let role: SampleRole
  let preprocessing: Preprocessing
}

/// One data set format of the catalogue.
public struct DatasetFormat: Sendable {
  /// The format's usual name.
  public let name: String
  /// How the names of such files end, in lower case.
  public let nameEndings: [String]
  /// One line for listings.
  public let summary: String
  let load: @Sendable (DatasetRequest) throws(DatasetError) -> LabelledSamples
}

/// Labelled samples from files.
public enum Datasets {
  /// The catalogue. A new format is one file with its reader and one entry here.
  public static let formats: [DatasetFormat] = [
    DatasetFormat(
      name: "npz", nameEndings: [".npz"], summary: "NumPy archive with x and y, or x_train, y_train, x_test, y_test",
      load: NpzDataset.load),
    DatasetFormat(
      name: "npy", nameEndings: [".npy"], summary: "NumPy array of features, with the labels in a second file",
      load: NpyDataset.load),
    DatasetFormat(
      name: "csv", nameEndings: [".csv", ".csv.gz"],
      summary: "numbers separated by commas, the last column is the label",
      load: CSVDataset.load),
    idx,
  ]

  private static let idx = DatasetFormat(
    name: "idx", nameEndings: ["ubyte", "ubyte.gz", ".idx", ".idx.gz"],
    summary: "MNIST's format, with the labels in a second file", load: IdxDataset.load)

  /// Loads the samples of one role.
  ///
  /// The format follows from the end of the file's name; a file with another name is read as IDX if it begins like it.
  ///
  /// - Parameters:
  ///   - path: the file with the features, or with features and labels.
  ///   - labelsPath: the file with the labels, for formats that keep them apart; by default the file beside the
  ///     features whose name has `y` for `x`, or `labels` for `images`.
  ///   - role: selects among the arrays of an archive.
  ///   - preprocessing: applied to every feature.
  /// - Throws: see the cases of `DatasetError`. Features are checked for NaN when they are read, not here.
  public static func load(
    _ path: String, labels labelsPath: String? = nil, role: SampleRole, preprocessing: Preprocessing = .init()
  ) throws(DatasetError) -> LabelledSamples {
    let request = DatasetRequest(path: path, labelsPath: labelsPath, role: role, preprocessing: preprocessing)
    let name = path.lowercased()
    if let format = formats.first(where: { $0.nameEndings.contains(where: name.hasSuffix) }) {
      return try format.load(request)
    }
    if try reading({ () throws(TensorFileError) in try IdxFile.recognises(path) }) { return try idx.load(request) }
    throw .unknownFormat(path: path, known: formats.flatMap(\.nameEndings))
  }
}
