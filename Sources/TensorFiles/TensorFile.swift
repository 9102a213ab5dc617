/// A file of named tensors. Nothing in the file is trusted: opening checks every size before it is used.
public protocol TensorFile: Sendable {
  /// The path as it was given, for messages.
  var path: String { get }

  /// All files that are read, in a fixed order: shards and external data too. Digests cover them.
  var files: [String] { get }

  /// Descriptions of all tensors, in the order in which the file stores them.
  var tensors: [TensorDescription] { get }

  /// Free text that the writer attached; empty where the format has none.
  var metadata: [String: String] { get }

  /// What the file says about the network beyond names and shapes.
  var structure: ModelStructure { get }

  /// Paths of the dictionaries and models that hold tensors, where the file may nest several (torch): tensors of two of them
  /// do not belong to one network. Empty where all stand side by side.
  var states: [String] { get }

  /// How the file was read, one sentence each, for explanations: the container, what was passed over.
  var remarks: [String] { get }

  /// Some consecutive elements of a tensor in row-major order, converted to `Double`.
  ///
  /// Every stored type but 64-bit integers beyond ±2⁵³ converts exactly. O(elements.count) time and memory; a deflated
  /// archive member is inflated once and kept until another member is read.
  ///
  /// - Precondition: `elements` lies within `0..<tensor.elementCount`.
  /// - Throws: `unknownTensor`, `unreadableElementType`, `pickledObjects`, and for archives the faults of a member.
  func values(of tensor: TensorDescription, elements: Range<Int>) throws(TensorFileError) -> [Double]
}

extension TensorFile {
  /// One file, unless the format spreads over several.
  public var files: [String] { [path] }

  /// No metadata, unless the format has some.
  public var metadata: [String: String] { [:] }

  /// Names alone, unless the format says more.
  public var structure: ModelStructure { .names }

  /// All tensors side by side, unless the format nests them.
  public var states: [String] { [] }

  /// Nothing to say, unless a format has something.
  public var remarks: [String] { [] }

  /// All elements of a tensor in row-major order, converted to `Double`.
  public func values(of tensor: TensorDescription) throws(TensorFileError) -> [Double] {
    try values(of: tensor, elements: 0..<tensor.elementCount)
  }

  /// The description of the tensor with this name, or nil. O(number of tensors).
  public subscript(name: String) -> TensorDescription? { tensors.first { $0.name == name } }

  /// The description of the tensor with this name.
  ///
  /// - Throws: `unknownTensor`, which lists the names that the file has.
  public func tensor(named name: String) throws(TensorFileError) -> TensorDescription {
    guard let tensor = self[name] else { throw .unknownTensor(path: path, tensor: name, known: tensors.map(\.name)) }
    return tensor
  }
}

/// Refuses what cannot be converted to numbers, with the reason that fits the stored type.
func readableType(of tensor: TensorDescription, path: String) throws(TensorFileError) -> ElementType {
  if let type = tensor.elementType { return type }
  if tensor.isPickledObjects { throw .pickledObjects(path: path, tensor: tensor.name) }
  throw .unreadableElementType(path: path, tensor: tensor.name, storedType: tensor.storedType)
}
