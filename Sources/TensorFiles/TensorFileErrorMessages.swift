extension TensorFileError: CustomStringConvertible {
  /// One line that names the file, the tensor and both numbers.
  public var description: String {
    switch self {
    case .notFound(let path): "\(path): no such file"
    case .isDirectory(let path): "\(path): is a directory, not a file"
    case .notRegularFile(let path): "\(path): is not a regular file"
    case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
    case .empty(let path): "\(path): the file is empty"
    case .unknownFormat(let path, let known):
      "\(path): unknown tensor file format; known extensions: \(known.joined(separator: ", "))"
    case .wrongSignature(let path, let format): "\(path): does not begin like \(format)"
    case .unsupportedVersion(let path, let version): "\(path): format version \(version) is not supported"
    case .truncated(let path, let part, let needed, let found):
      "\(path): truncated: \(part) needs \(needed) bytes, the file has \(found)"
    case .trailingBytes(let path, let expected, let found):
      "\(path): \(found) bytes, but its tensors end at byte \(expected)"
    case .headerTooLong(let path, let length, let limit):
      "\(path): announces a header of \(length) bytes; at most \(limit) are allowed"
    case .malformedHeader(let path, let tensor, let offset, let reason):
      "\(place(path, tensor)): malformed header at byte \(offset): \(reason)"
    case .duplicateTensor(let path, let tensor): "\(place(path, tensor)): the name appears twice"
    case .shapeOverflow(let path, let tensor, let shape):
      "\(place(path, tensor)): shape \(shape) is too large to address"
    case .sizeMismatch(let path, let tensor, let expected, let found):
      "\(place(path, tensor)): shape and type need \(expected) bytes, the file reserves \(found)"
    case .offsetMismatch(let path, let tensor, let expected, let found):
      "\(place(path, tensor)): begins at byte \(found) of the data, must begin at \(expected) (no hole, no overlap)"
    case .offsetOutOfBounds(let path, let tensor, let end, let limit):
      "\(place(path, tensor)): ends at byte \(end) of the data, which has \(limit)"
    case .unknownTensor(let path, let tensor, let known):
      "\(path): has no tensor \"\(tensor)\"; it has: \(listed(known))"
    case .unreadableElementType(let path, let tensor, let storedType):
      "\(place(path, tensor)): elements of type \(storedType) are not supported"
    case .pickledObjects(let path, let tensor):
      "\(place(path, tensor)): pickled object array: not read, since unpickling can execute code"
    case .malformedArchive(let path, let reason): "\(path): broken archive: \(reason)"
    case .encryptedMember(let path, let tensor): "\(place(path, tensor)): the archive member is encrypted"
    case .unsupportedCompression(let path, let tensor, let method):
      "\(place(path, tensor)): compression method \(method) is not supported (stored 0 and deflated 8 are)"
    case .implausibleExpansion(let path, let tensor, let compressed, let announced):
      "\(place(path, tensor)): announces \(announced) bytes from \(compressed) compressed ones; deflate cannot do that"
    case .corruptData(let path, let tensor, let reason): "\(place(path, tensor)): damaged data: \(reason)"
    case .malformedModel(let path, let tensor, let reason): "\(place(path, tensor)): malformed model: \(reason)"
    case .externalData(let path, let tensor, let location, let reason):
      "\(place(path, tensor)): its values are in \"\(location)\": \(reason)"
    case .malformedPickle(let path, let offset, let reason): "\(path): malformed pickle at byte \(offset): \(reason)"
    case .hostilePickle(let path, let call): "\(path): calls \(oneLine(call)): refused, nothing was run"
    case .memoryLimit(let path, let limit):
      "\(path): its values would take more than \(limit) bytes of memory, far more than an honest file of this size"
    case .malformedTensor(let path, let tensor, let reason): "\(place(path, tensor)): \(reason)"
    case .expandedTensor(let path, let tensor, let needed, let limit):
      "\(place(path, tensor)): its values repeat stored ones and take \(needed) bytes; at most \(limit) are allowed"
    }
  }

  private func place(_ path: String, _ tensor: String?) -> String {
    guard let tensor else { return path }
    return "\(path): tensor \"\(tensor)\""
  }

  /// Names in a hostile file may hold anything.
  private func oneLine(_ text: String) -> String {
    String(text.prefix(200).map { $0.isNewline || $0.unicodeScalars.allSatisfy { $0.value < 0x20 } ? "?" : $0 })
  }

  /// A long list of names would drown the message.
  private func listed(_ names: [String]) -> String {
    if names.isEmpty { return "none" }
    return names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", … (\(names.count) in all)" : "")
  }
}
