import TensorFiles

/// The shape of a value that holds one sample or a batch of samples along its first axis.
struct SampleShape: Equatable {
  /// The first axis.
  enum Batch: Equatable {
    /// The value is one sample, without an axis for the batch.
    case none
    /// Any number of samples.
    case symbolic
    /// So many samples.
    case fixed(Int)
  }

  var batch: Batch
  /// The sides of one sample; nil where they are not known.
  var sides: [Int]?

  static let unknown = SampleShape(batch: .symbolic, sides: nil)

  /// A value, whose first side of 1 counts as a batch of one where there is no other.
  init(batch: Batch, sides: [Int]?) {
    self.batch = batch
    self.sides = sides
    if batch == .none, let sides, sides.count > 1, sides[0] == 1 {
      self = SampleShape(batch: .fixed(1), sides: Array(sides[1...]))
    }
  }

  /// The shape of a graph's input. A vector is one sample.
  init(input shape: [Int?]?) {
    guard let shape, !shape.isEmpty, shape.count <= 16 else {
      self = .unknown
      return
    }
    let sides = (shape.count == 1 ? shape : Array(shape[1...])).compactMap { $0 }
    let isKnown = sides.count == max(shape.count - 1, 1) && checkedElementCount(sides) != nil
    let batch: Batch = shape.count == 1 ? .none : shape[0].map { .fixed($0) } ?? .symbolic
    self.init(batch: batch, sides: isKnown ? sides : nil)
  }

  /// Axes before those of the sample.
  var batchAxes: Int { batch == .none ? 0 : 1 }

  /// The number of entries of a sample.
  var count: Int? { sides.flatMap(checkedElementCount) }

  /// True where a side of the first axis, as a file writes it, stands for this batch: −1 is "whatever is left".
  func isBatch(_ side: Int) -> Bool {
    switch batch {
    case .none: false
    case .symbolic: side == -1 || side == 1
    case .fixed(let count): side == -1 || side == count
    }
  }

  /// The same batch with other sides.
  func with(_ sides: [Int]?) -> SampleShape { SampleShape(batch: batch, sides: sides) }

  /// An axis as a file counts it, negative from the end, as an axis of the whole value.
  func axis(_ axis: Int, rank: Int? = nil) -> Int? {
    guard let rank = rank ?? sides.map({ $0.count + batchAxes }) else { return axis >= 0 ? axis : nil }
    guard axis >= -rank, axis < rank else { return nil }
    return axis < 0 ? axis + rank : axis
  }
}
