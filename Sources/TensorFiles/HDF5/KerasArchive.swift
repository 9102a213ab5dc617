/// A Keras 3 model (.keras): a ZIP archive of the configuration, `config.json`, and the weights, `model.weights.h5`.
package enum KerasArchive {
  private static let weights = "model.weights.h5"
  private static let configuration = "config.json"
  private static let metadata = "metadata.json"
  /// A longer configuration is none.
  static let textLimit = 1 << 26

  /// Reads the archive's directory, the configuration and the weights file into memory. O(file).
  ///
  /// - Throws: what opening an archive throws; `malformedArchive`, `memoryLimit`, and what an HDF5 file throws.
  static func read(path: String) throws(TensorFileError) -> HDF5File {
    let archive = try ZipArchive(path: path)
    let text = try text(configuration, in: archive)
    let image = try contents(of: weights, in: archive)
    let version = try? Self.text(metadata, in: archive)
    return HDF5File(
      try HDF5Container(InMemoryBytes(image), path: path), configuration: text,
      remarks: ["Keras archive, weights from \(weights)"] + (version.map { ["\(metadata): \(oneLine($0))"] } ?? []),
      path: path)
  }

  /// The catalogue's opener.
  static let open: @Sendable (String) throws(TensorFileError) -> any TensorFile = {
    (path) throws(TensorFileError) in try read(path: path)
  }

  private static func text(_ name: String, in archive: ZipArchive) throws(TensorFileError) -> String {
    let bytes = try contents(of: name, in: archive, limit: textLimit)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .malformedArchive(path: archive.path, reason: "\(name) is not UTF-8")
    }
    return text
  }

  private static func contents(
    of name: String, in archive: ZipArchive, limit: Int = .max
  ) throws(TensorFileError) -> [UInt8] {
    let members = archive.members.filter { $0.name == name }
    guard let member = members.first, members.count == 1 else {
      throw .malformedArchive(path: archive.path, reason: "\(members.count) members \(name), must be one")
    }
    guard member.byteCount <= limit else {
      throw .headerTooLong(path: archive.path, length: UInt64(member.byteCount), limit: limit)
    }
    try archive.check(member, name: name)
    try archive.checkMemory(of: member)
    return try archive.contents(of: member, name: name)
  }

  private static func oneLine(_ text: String) -> String {
    String(text.prefix(200).map { $0.isNewline ? " " : $0 })
  }
}
