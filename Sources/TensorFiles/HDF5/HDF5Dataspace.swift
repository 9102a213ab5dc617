/// The sides of a dataset or an attribute.
struct HDF5Dataspace {
  /// None for a scalar; nil where a side does not fit in `Int`.
  let sides: [Int]?
  /// True for a space without any element, not even a scalar.
  let isNull: Bool

  /// Reads the message of a space; nil where it breaks off.
  init?(_ message: ArraySlice<UInt8>) {
    var cursor = ByteCursor(message)
    guard let version = cursor.integer(1), let rank = cursor.integer(1), rank <= 32, cursor.take(1) != nil else {
      return nil
    }
    switch version {
    case 1:
      guard cursor.take(5) != nil else { return nil }
      isNull = false
    case 2:
      guard let kind = cursor.integer(1) else { return nil }
      isNull = kind == 2
    default: return nil
    }
    guard cursor.count >= 8 * rank else { return nil }
    let sides = (0..<rank).compactMap { _ in cursor.integer(8) }
    self.sides = sides.count == rank ? sides : nil
  }
}
