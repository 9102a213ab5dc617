/// Why a tensor file, or one tensor of it, cannot be read. One case per cause.
public enum TensorFileError: Error, Equatable, Sendable {
  /// No file has this path.
  case notFound(path: String)
  /// The path names a directory.
  case isDirectory(path: String)
  /// The path names a pipe, socket or device.
  case notRegularFile(path: String)
  /// The operating system refuses to open or read the file.
  case unreadable(path: String, reason: String)
  /// The file has no bytes.
  case empty(path: String)
  /// No format of the catalogue has this file's extension.
  case unknownFormat(path: String, known: [String])
  /// The first bytes are not those of the format.
  case wrongSignature(path: String, format: String)
  /// The format's version is newer than this reader.
  case unsupportedVersion(path: String, version: Int)
  /// A part of the file needs more bytes than there are.
  case truncated(path: String, part: String, needed: UInt64, found: Int)
  /// The file has bytes that no tensor accounts for.
  case trailingBytes(path: String, expected: Int, found: Int)
  /// The header announces more bytes than any honest file needs.
  case headerTooLong(path: String, length: UInt64, limit: Int)
  /// The header breaks its grammar at a byte offset (counted from the header's start).
  case malformedHeader(path: String, tensor: String?, offset: Int, reason: String)
  /// Two tensors have the same name.
  case duplicateTensor(path: String, tensor: String)
  /// The number of elements or bytes that a shape stands for overflows.
  case shapeOverflow(path: String, tensor: String, shape: [Int])
  /// Shape and element type ask for another number of bytes than the file reserves.
  case sizeMismatch(path: String, tensor: String, expected: Int, found: Int)
  /// A tensor does not begin where the one before it ends, so that there is a hole or an overlap.
  case offsetMismatch(path: String, tensor: String, expected: Int, found: Int)
  /// A tensor ends beyond the end of the data.
  case offsetOutOfBounds(path: String, tensor: String, end: Int, limit: Int)
  /// The file has no tensor of this name.
  case unknownTensor(path: String, tensor: String, known: [String])
  /// The elements are stored in a type that this library does not convert.
  case unreadableElementType(path: String, tensor: String, storedType: String)
  /// The array holds pickled Python objects; reading them would run code from the file.
  case pickledObjects(path: String, tensor: String)
  /// The archive's directory is broken.
  case malformedArchive(path: String, reason: String)
  /// An archive member is encrypted.
  case encryptedMember(path: String, tensor: String)
  /// An archive member is compressed with something other than deflate.
  case unsupportedCompression(path: String, tensor: String, method: Int)
  /// The compressed bytes cannot expand to the announced size: deflate reaches 1032 : 1 at most.
  case implausibleExpansion(path: String, tensor: String, compressed: UInt64, announced: UInt64)
  /// The compressed bytes are damaged, or their checksum is another.
  case corruptData(path: String, tensor: String?, reason: String)
  /// A model's description breaks its rules.
  case malformedModel(path: String, tensor: String?, reason: String)
  /// The file in which a model keeps a tensor's values cannot be used.
  case externalData(path: String, tensor: String, location: String, reason: String)
  /// The pickle breaks its format at a byte offset (counted from its source's start).
  case malformedPickle(path: String, offset: Int, reason: String)
  /// The pickle calls a function that can run code or touch the system. Nothing was called.
  case hostilePickle(path: String, call: String)
  /// The file's values would take more memory than a file of its size may ask for.
  case memoryLimit(path: String, limit: Int)
  /// A tensor is described in a way that makes no sense: a negative stride, a storage that is not there.
  case malformedTensor(path: String, tensor: String, reason: String)
  /// A tensor repeats the same few stored bytes so often that its values would take far more memory than the file.
  case expandedTensor(path: String, tensor: String, needed: Int, limit: Int)
}
