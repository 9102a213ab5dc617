/// An HDF5 file (.h5, .hdf5, .weights.h5): every dataset is a tensor named by its path, `layers/dense/vars/0`.
///
/// A legacy Keras model (.h5 with an attribute `model_config`) brings its configuration.
package struct HDF5File: TensorFile {
  package let path: String
  package let tensors: [TensorDescription]
  package let metadata: [String: String]
  package let structure: ModelStructure
  package let remarks: [String]
  private let container: HDF5Container
  private let datasets: [String: HDF5Dataset]

  /// Opens the file and walks its groups. O(number of objects).
  ///
  /// - Throws: what opening a file throws; `wrongSignature`, `truncated`, `unsupportedVersion`, `malformedHeader`,
  ///   `shapeOverflow`, `sizeMismatch`, `implausibleExpansion`, `offsetOutOfBounds`, `duplicateTensor`, `corruptData`.
  package init(path: String) throws(TensorFileError) {
    self.init(try HDF5Container(path: path), path: path)
  }

  /// The datasets of a container, with a configuration that stands beside it.
  init(_ container: HDF5Container, configuration: String? = nil, remarks: [String] = [], path: String) {
    let contents = container.contents
    var attributes = contents.attributes
    let own = attributes.removeValue(forKey: "model_config")
    attributes["training_config"] = nil
    self.path = path
    self.container = container
    tensors = contents.datasets.map(\.description)
    metadata = attributes
    structure =
      (configuration ?? own).map { .keras(KerasDescription(configuration: $0, weights: contents.layers)) } ?? .names
    self.remarks = remarks + contents.remarks
    datasets = Dictionary(uniqueKeysWithValues: contents.datasets.map { ($0.description.name, $0) })
  }

  package func values(of tensor: TensorDescription, elements: Range<Int>) throws(TensorFileError) -> [Double] {
    guard let dataset = datasets[tensor.name] else {
      throw .unknownTensor(path: path, tensor: tensor.name, known: tensors.map(\.name))
    }
    _ = try readableType(of: dataset.description, path: path)
    return try container.values(of: dataset, elements: elements)
  }

  /// The catalogue's opener.
  static let open: @Sendable (String) throws(TensorFileError) -> any TensorFile = {
    (path) throws(TensorFileError) in try HDF5File(path: path)
  }
}
