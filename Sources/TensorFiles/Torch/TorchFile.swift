/// A PyTorch checkpoint: a ZIP archive (since torch 1.6, TorchScript), the legacy layout before, or a bare pickle.
///
/// Tensors are found wherever they are in the pickled object, and named by the path of keys that leads to them. Nothing
/// of the file is ever called.
package struct TorchFile: TensorFile {
  package let path: String
  package var tensors: [TensorDescription] { layout.tensors }
  package var metadata: [String: String] { layout.metadata }
  package var structure: ModelStructure { layout.structure }
  package var remarks: [String] { layout.remarks }
  package var states: [String] { layout.states }
  private let layout: TorchLayout
  private let file: MappedFile
  private let members: ArchiveMembers?

  /// Opens a file: reads its pickle and checks every tensor's place. O(pickle) time.
  ///
  /// - Throws: what opening a file throws; `wrongSignature`, `malformedPickle`, `hostilePickle`, `memoryLimit`,
  ///   `malformedTensor`, `shapeOverflow`, `offsetOutOfBounds`, `sizeMismatch`, and for archives what a directory and a
  ///   member throw.
  package init(path: String) throws(TensorFileError) {
    let file = try MappedFile(path: path)
    try self.init(file, range: 0..<file.byteCount, path: path)
  }

  /// Opens a part of a file.
  ///
  /// - Precondition: the range lies within the file.
  init(_ file: MappedFile, range: Range<Int>, path: String) throws(TensorFileError) {
    let start = file.bytes(range.lowerBound..<min(range.lowerBound + 4, range.upperBound))
    if start.starts(with: [0x50, 0x4B]) {
      let archive = try ZipArchive(file, range: range, path: path)
      layout = try TorchLayout(TorchContents(archive: archive), fileByteCount: file.byteCount, path: path)
      members = ArchiveMembers(archive)
    } else if start.count > 1, start[0] == 0x80, 2...5 ~= start[1] {
      layout = try TorchLayout(
        TorchContents(pickleIn: file, range: range, path: path), fileByteCount: file.byteCount, path: path)
      members = nil
    } else {
      throw .wrongSignature(
        path: path, format: "a torch checkpoint (a ZIP archive, or a pickle of protocol 2 to 5; tar is not read)")
    }
    self.path = path
    self.file = file
  }

  package func values(of tensor: TensorDescription, elements: Range<Int>) throws(TensorFileError) -> [Double] {
    guard let place = layout.placed[tensor.name] else {
      throw .unknownTensor(path: path, tensor: tensor.name, known: tensors.map(\.name))
    }
    _ = try readableType(of: place.description, path: path)
    guard let (stored, origin) = place.stored else { preconditionFailure("a readable tensor without a place") }
    let limit = TorchContents.memoryLimit(fileByteCount: file.byteCount)
    guard elements.count <= limit / 8 else {
      let (needed, overflow) = elements.count.multipliedReportingOverflow(by: 8)
      throw .expandedTensor(path: path, tensor: tensor.name, needed: overflow ? .max : needed, limit: limit)
    }
    switch origin {
    case .file: return stored.values(elements: elements, from: file)
    case .pickle: return stored.values(elements: elements, from: layout.pickle)
    case .latin1(let text): return stored.values(elements: elements, from: InMemoryBytes(latin1Bytes(text) ?? []))
    case .member(let member):
      guard let members else { preconditionFailure("a member without an archive") }
      return try members.values(of: stored, in: member, name: tensor.name, elements: elements)
    }
  }

  /// The whole pickle, where it is one number or a short text.
  var rootScalar: String? { layout.rootScalar }

  /// The catalogue's opener.
  static let open: @Sendable (String) throws(TensorFileError) -> any TensorFile = {
    (path) throws(TensorFileError) in try TorchFile(path: path)
  }
}
