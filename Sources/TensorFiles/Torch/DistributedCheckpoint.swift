/// A checkpoint of torch.distributed.checkpoint: a folder with `.metadata` and a file for each rank, whose entries are
/// torch files. Tensors that several ranks hold parts of are put together.
package struct DistributedCheckpoint: TensorFile {
  package let path: String
  package let tensors: [TensorDescription]
  package let metadata: [String: String]
  package let remarks: [String]
  private let stored: [String: (tensor: TensorDescription, parts: [DistributedMetadata.Chunk])]
  /// The metadata and the files of all ranks.
  package let files: [String]
  private let mapped: [String: MappedFile]
  private let byteCount: Int

  package var structure: ModelStructure { .definitionOrder }

  /// The name of the file that makes a folder such a checkpoint.
  package static let metadataName = ".metadata"

  /// Reads the metadata and maps the files of all ranks. O(metadata) time.
  ///
  /// - Throws: what opening a file throws; `malformedPickle`, `hostilePickle`, `memoryLimit`, `malformedTensor`,
  ///   `shapeOverflow`, `duplicateTensor`, `truncated`.
  package init(path: String) throws(TensorFileError) {
    let metadataPath = "\(path)/\(Self.metadataName)"
    let described = try DistributedMetadata(try MappedFile(path: metadataPath), path: metadataPath)
    var files: [String: MappedFile] = [:]
    for place in described.tensors.flatMap({ $0.chunks.map(\.place) }) + described.objects.map(\.place) {
      let file: MappedFile
      if let known = files[place.file] { file = known } else { file = try MappedFile(path: "\(path)/\(place.file)") }
      files[place.file] = file
      let (end, overflow) = place.offset.addingReportingOverflow(place.byteCount)
      guard !overflow, end <= file.byteCount else {
        throw .truncated(
          path: "\(path)/\(place.file)", part: "an entry at byte \(place.offset)",
          needed: UInt64(place.offset) + UInt64(place.byteCount), found: file.byteCount)
      }
    }
    self.path = path
    self.files = [metadataPath] + files.keys.sorted().map { "\(path)/\($0)" }
    mapped = files
    tensors = described.tensors.map(\.description)
    stored = Dictionary(
      uniqueKeysWithValues: described.tensors.map { ($0.description.name, ($0.description, $0.chunks)) })
    byteCount = files.values.reduce(0) { $0 + $1.byteCount }
    var metadata: [String: String] = [:]
    for object in described.objects where !object.name.contains(".") {
      let entry = try Self.entry(object.place, in: files, path: path)
      if let value = entry.rootScalar { metadata[object.name] = value }
    }
    self.metadata = metadata
    remarks = ["distributed torch checkpoint, \(files.count == 1 ? "1 file" : "\(files.count) files")"]
  }

  package func values(of tensor: TensorDescription, elements: Range<Int>) throws(TensorFileError) -> [Double] {
    // By hash: a search of the list for each of its members would be quadratic.
    guard let (tensor, parts) = stored[tensor.name] else {
      throw .unknownTensor(path: path, tensor: tensor.name, known: tensors.map(\.name))
    }
    _ = try readableType(of: tensor, path: path)
    let limit = TorchContents.memoryLimit(fileByteCount: byteCount)
    guard elements.count <= limit / 8 else {
      throw .memoryLimit(path: path, limit: limit)
    }
    // The usual case: nothing to put together.
    if parts.count == 1 {
      return try chunk(parts[0], of: tensor) { (file, stored) throws(TensorFileError) in
        try file.values(of: stored, elements: elements)
      }
    }
    var values = [Double](repeating: 0, count: elements.count)
    for part in parts where part.span(in: tensor.shape).overlaps(elements) {
      let block = try chunk(part, of: tensor) { (file, stored) throws(TensorFileError) in try file.values(of: stored) }
      part.forEachRow(in: tensor.shape) { row, start in
        let side = part.sizes.last ?? 1
        let wanted = (start..<start + side).clamped(to: elements)
        for place in wanted { values[place - elements.lowerBound] = block[row * side + place - start] }
      }
    }
    return values
  }

  private func chunk(
    _ chunk: DistributedMetadata.Chunk, of tensor: TensorDescription,
    _ body: (TorchFile, TensorDescription) throws(TensorFileError) -> [Double]
  ) throws(TensorFileError) -> [Double] {
    let file = try Self.entry(chunk.place, in: mapped, path: path)
    guard file.tensors.count == 1, file.tensors[0].shape == chunk.sizes else {
      throw .malformedTensor(
        path: path, tensor: tensor.name,
        reason: "its chunk at \(chunk.offsets) must be one tensor of shape \(chunk.sizes), the entry holds "
          + "\(file.tensors.map(\.shape))")
    }
    return try body(file, file.tensors[0])
  }

  private static func entry(
    _ place: DistributedMetadata.Place, in files: [String: MappedFile], path: String
  ) throws(TensorFileError) -> TorchFile {
    guard let file = files[place.file] else { preconditionFailure("a file that was not opened") }
    return try TorchFile(file, range: place.offset..<place.offset + place.byteCount, path: "\(path)/\(place.file)")
  }
}

extension DistributedMetadata.Chunk {
  /// From the block's first element to its last one, in the row-major order of the whole tensor.
  fileprivate func span(in shape: [Int]) -> Range<Int> {
    if sizes.contains(0) { return 0..<0 }
    var (first, last) = (0, 0)
    for axis in shape.indices {
      first = first * shape[axis] + offsets[axis]
      last = last * shape[axis] + offsets[axis] + sizes[axis] - 1
    }
    return first..<last + 1
  }

  /// The rows of the block (runs along the last axis) with their beginnings in the whole tensor.
  fileprivate func forEachRow(in shape: [Int], _ body: (_ row: Int, _ start: Int) -> Void) {
    if sizes.contains(0) { return }
    let outer = sizes.dropLast()
    for row in 0..<outer.reduce(1, *) {
      var (rest, step, start) = (row, shape.last ?? 1, offsets.last ?? 0)
      for axis in outer.indices.reversed() {
        start += (offsets[axis] + rest % sizes[axis]) * step
        rest /= sizes[axis]
        step *= shape[axis]
      }
      body(row, start)
    }
  }
}
