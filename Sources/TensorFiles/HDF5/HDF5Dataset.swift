private import CHDF5

/// A dataset: what it is and how its values lie in the file.
struct HDF5Dataset: Sendable {
  let description: TensorDescription
  /// Where its header lies in the file.
  let address: UInt64
  let byteOrder: ByteOrder
  let layout: HDF5Storage.Layout
  /// The bytes that the file holds for its values.
  let storedByteCount: Int

  /// Looks at an open dataset without reading values. Only under `HDF5Library.withLock`.
  ///
  /// - Throws: `shapeOverflow`, `implausibleExpansion`, `sizeMismatch`, `offsetOutOfBounds`, `corruptData`.
  init(
    _ dataset: borrowing HDF5Handle, name: String, address: UInt64, fileByteCount: Int, path: String
  ) throws(TensorFileError) {
    guard let type = HDF5Handle(H5Dget_type(dataset.id)), let space = HDF5Handle(H5Dget_space(dataset.id)),
      let storage = HDF5Storage(dataset, elementByteCount: H5Tget_size(type.id))
    else { throw .corruptData(path: path, tensor: name, reason: HDF5Library.lastError()) }
    let number = HDF5NumberType(type)
    let shape = try Self.shape(of: space, name: name, path: path)
    var obstacle: String?
    if case .unreadable(let reason) = storage.layout { obstacle = reason }
    if H5Sget_simple_extent_type(space.id) == H5S_NULL { obstacle = "empty dataset" }
    let isStored = storage.byteCount > 0 || checkedElementCount(shape) == 0
    if obstacle == nil, !isStored { obstacle = "dataset without stored values" }
    description = TensorDescription(
      name: name, elementType: obstacle == nil ? number.elementType : nil, storedType: obstacle ?? number.text,
      shape: shape)
    self.address = address
    byteOrder = number.byteOrder
    layout = storage.layout
    storedByteCount = storage.byteCount
    if let type = description.elementType, description.elementCount > 0 {
      try storage.verify(
        description, elementByteCount: type.byteCount, fileByteCount: fileByteCount, path: path)
    }
  }

  private static func shape(
    of space: borrowing HDF5Handle, name: String, path: String
  ) throws(TensorFileError) -> [Int] {
    let rank = max(0, Int(H5Sget_simple_extent_ndims(space.id)))
    var sides = [hsize_t](repeating: 0, count: rank)
    if rank > 0, unsafe H5Sget_simple_extent_dims(space.id, &sides, nil) < 0 {
      throw .corruptData(path: path, tensor: name, reason: HDF5Library.lastError())
    }
    let shape = sides.map { Int(clamping: $0) }
    // No element that is read has more than 8 bytes, so that byte counts do not overflow either.
    guard let count = checkedElementCount(shape), count <= .max / 8 else {
      throw .shapeOverflow(path: path, tensor: name, shape: shape)
    }
    return shape
  }
}
