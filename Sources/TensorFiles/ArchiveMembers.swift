private import CZlib
import Synchronization

/// The members of an archive as places to decode elements from, for several threads.
///
/// A stored member is decoded straight from the mapped file, after its checksum was verified once, outside of any lock. The
/// last deflated member that was read is kept in memory, so that reading it in batches inflates it once.
final class ArchiveMembers: Sendable {
  private let file: MappedFile
  private let path: String
  private let state: Mutex<State>

  private struct State {
    let archive: ZipArchive
    /// Where stored members lie, by index, once their checksums were found right.
    var places: [UInt64: Range<Int>] = [:]
    var inflated: (index: UInt64, bytes: InMemoryBytes)?
  }

  init(_ archive: sending ZipArchive) {
    file = archive.file
    path = archive.path
    state = Mutex(State(archive: archive))
  }

  /// Some elements of a tensor whose offset counts from the member's beginning. Errors call the member by `name`.
  ///
  /// - Throws: `corruptData`, `truncated`.
  func values(
    of tensor: StoredTensor, in member: ZipArchive.Member, name: String, elements: Range<Int>
  ) throws(TensorFileError) -> [Double] {
    guard member.method == 0 else {
      return tensor.values(elements: elements, from: try inflated(member, name))
    }
    return tensor.moved(by: try place(of: member, name).lowerBound).values(elements: elements, from: file)
  }

  private func place(of member: ZipArchive.Member, _ name: String) throws(TensorFileError) -> Range<Int> {
    if let known = state.withLock({ $0.places[member.index] }) { return known }
    let place = try state.withLock { (state) throws(TensorFileError) in
      try state.archive.place(of: member, name: name)
    }
    guard file.withBytes(place, checksum) == member.checksum else {
      throw .corruptData(path: path, tensor: name, reason: "the checksum (CRC-32) is another")
    }
    state.withLock { $0.places[member.index] = place }
    return place
  }

  private func inflated(_ member: ZipArchive.Member, _ name: String) throws(TensorFileError) -> InMemoryBytes {
    try state.withLock { (state) throws(TensorFileError) in
      if let last = state.inflated, last.index == member.index { return last.bytes }
      // Before the next member is inflated: only one is ever held.
      state.inflated = nil
      let bytes = InMemoryBytes(try state.archive.contents(of: member, name: name))
      state.inflated = (member.index, bytes)
      return bytes
    }
  }
}

/// The CRC-32 of ZIP archives.
private func checksum(_ bytes: RawSpan) -> UInt32 {
  unsafe bytes.withUnsafeBytes { UInt32(truncatingIfNeeded: unsafe crc32_z(0, $0.baseAddress, $0.count)) }
}
