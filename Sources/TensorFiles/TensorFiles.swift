/// One file format of the catalogue.
public struct TensorFileFormat: Sendable {
  /// The format's usual name.
  public let name: String
  /// Ends of file names in lower case, without the dot before: mostly extensions, but also `index.json`.
  public let fileExtensions: [String]
  /// One line for listings.
  public let summary: String
  /// Opens a file of this format: checks its structure, reads no values.
  public let open: @Sendable (String) throws(TensorFileError) -> any TensorFile

  /// Describes a format.
  public init(
    name: String, fileExtensions: [String], summary: String,
    open: @escaping @Sendable (String) throws(TensorFileError) -> any TensorFile
  ) {
    self.name = name
    self.fileExtensions = fileExtensions
    self.summary = summary
    self.open = open
  }
}

/// The tensor file formats that can be read.
public enum TensorFiles {
  /// The catalogue. A new format is one file with its reader and one entry here.
  public static let formats: [TensorFileFormat] = [
    TensorFileFormat(
      name: "safetensors", fileExtensions: ["safetensors"], summary: "named tensors, memory-mapped",
      open: Safetensors.open),
    TensorFileFormat(
      name: "npy", fileExtensions: ["npy"], summary: "one NumPy array, memory-mapped", open: NpyFile.open),
    TensorFileFormat(
      name: "npz", fileExtensions: ["npz"], summary: "archive of NumPy arrays, stored or deflated", open: NpzFile.open),
    TensorFileFormat(
      name: "onnx", fileExtensions: ["onnx"], summary: "graph of operators with its weights, also in files beside it",
      open: OnnxFile.open),
    TensorFileFormat(
      name: "torch", fileExtensions: ["pt", "pth", "ckpt", "bin", "tar"],
      summary: "PyTorch checkpoints (.tar only as .pth.tar): pickled objects, of which nothing is run",
      open: TorchFile.open),
    TensorFileFormat(
      name: "hdf5", fileExtensions: ["h5", "hdf5"], summary: "HDF5 datasets; Keras weights and legacy models",
      open: HDF5File.open),
    TensorFileFormat(
      name: "keras", fileExtensions: ["keras"], summary: "Keras 3 model: configuration and HDF5 weights",
      open: KerasArchive.open),
    TensorFileFormat(
      name: "sharded", fileExtensions: ["index.json"], summary: "index of a model in several files beside it",
      open: ShardedFile.open),
  ]

  /// Opens a file by the end of its name, or a folder that is a distributed torch checkpoint: checks its structure, reads
  /// no values.
  ///
  /// - Throws: `unknownFormat` where no format has this extension; otherwise what the format's reader throws.
  public static func open(_ path: String) throws(TensorFileError) -> any TensorFile {
    if isReadableFile("\(path)/\(DistributedCheckpoint.metadataName)") { return try DistributedCheckpoint(path: path) }
    guard let format = format(of: path) else {
      throw .unknownFormat(path: path, known: formats.flatMap(\.fileExtensions))
    }
    return try format.open(path)
  }

  /// The format of a file by the end of its name; nil for an unknown one.
  public static func format(of path: String) -> TensorFileFormat? {
    let name = fileName(of: path).lowercased()
    return formats.first { $0.fileExtensions.contains { name.hasSuffix(".\($0)") } }
  }
}

/// The part of a path after its last slash.
package func fileName(of path: String) -> Substring {
  path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
}

/// The folder part of a path; "." where it has none. (Foundation's function traps on a path of one character.)
package func parentFolder(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// The name of a file without its last extension.
func stem(of path: String) -> String {
  let name = fileName(of: path)
  return String(name.lastIndex(of: ".").map { name[..<$0] } ?? name)
}

/// The lower-case extension without its dot; empty where there is none.
package func fileExtension(of path: String) -> String {
  let name = fileName(of: path)
  return name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
}
