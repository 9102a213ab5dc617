import Glibc
import OnnxProto

/// Values that a model keeps in files beside itself. Locations come from the model and are not trusted: only files in the
/// model's folder, or in folders of it, are opened.
struct OnnxExternalData {
  /// The folder that locations are relative to.
  let folder: String
  private let modelPath: String
  /// The files that were opened, by their resolved paths, with the bytes that tensors have not taken yet.
  private var files: [String: (file: MappedFile, left: Int)] = [:]
  /// The locations of these files as the model gives them, in the order of their first use.
  private(set) var locations: [String] = []

  init(modelPath: String) {
    self.modelPath = modelPath
    folder = modelPath.lastIndex(of: "/").map { String(modelPath[...$0]) } ?? ""
  }

  /// The elements of a tensor that are stored elsewhere.
  ///
  /// - Throws: `externalData`, `sizeMismatch`, `offsetOutOfBounds`.
  mutating func elements(
    of tensor: OnnxTensorProto, name: String, _ place: StoredTensor
  ) throws(TensorFileError) -> OnnxElements {
    let keys = Dictionary(tensor.externalData.map { ($0.key, $0.value) }) { first, _ in first }
    let location = keys["location"] ?? ""
    func fault(_ reason: String) -> TensorFileError {
      .externalData(path: modelPath, tensor: name, location: location, reason: reason)
    }
    func number(_ key: String) throws(TensorFileError) -> Int? {
      guard let text = keys[key] else { return nil }
      guard let number = Int(text), number >= 0 else { throw fault("\(key) \"\(text)\" is no byte count") }
      return number
    }
    let offset = try number("offset") ?? 0
    if let length = try number("length"), length != place.byteExtent {
      throw .sizeMismatch(path: modelPath, tensor: name, expected: place.byteExtent, found: length)
    }
    // Nothing to read: an empty file cannot even be mapped.
    if place.elementCount == 0 { return .bytes(place, InMemoryBytes([])) }
    let file: MappedFile
    do throws(Refusal) { file = try open(location, taking: place.byteExtent) } catch { throw fault(error.reason) }
    guard
      let placed = StoredTensor(elementType: place.elementType, shape: place.shape, offset: offset),
      placed.byteRange.upperBound <= file.byteCount
    else {
      let end = offset.addingReportingOverflow(place.byteExtent)
      throw .offsetOutOfBounds(
        path: modelPath, tensor: name, end: end.overflow ? .max : end.partialValue, limit: file.byteCount)
    }
    return .bytes(placed, file)
  }

  private struct Refusal: Error { let reason: String }

  private mutating func open(_ location: String, taking count: Int) throws(Refusal) -> MappedFile {
    guard !location.isEmpty else { throw Refusal(reason: "no location is given") }
    let parts = location.split(separator: "/", omittingEmptySubsequences: false)
    guard !parts.contains(".."), !location.hasPrefix("/"), !location.utf8.contains(0) else {
      throw Refusal(reason: "the location must be a relative path inside the model's folder")
    }
    let path = folder + location
    guard let root = resolved(folder.isEmpty ? "." : folder), let target = resolved(path) else {
      throw Refusal(reason: errno == ENOENT ? "no such file" : lastSystemError())
    }
    guard target.utf8.starts(with: (root == "/" ? root : root + "/").utf8) else {
      throw Refusal(reason: "the location leads out of the model's folder")
    }
    var entry: (file: MappedFile, left: Int)
    if let known = files[target] {
      entry = known
    } else {
      do throws(TensorFileError) {
        entry.file = try MappedFile(path: target)
      } catch {
        throw Refusal(reason: "\(error)")
      }
      entry.left = entry.file.byteCount
      locations.append(location)
    }
    // Tensors that share bytes would let a small model ask for more work than its files are large.
    entry.left -= count
    guard entry.left >= 0 else {
      throw Refusal(reason: "\(entry.file.byteCount) bytes, fewer than its tensors need")
    }
    files[target] = entry
    return entry.file
  }

  /// The path without links and dots; nil where it does not exist.
  private func resolved(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }
}
