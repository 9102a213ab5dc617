import MatrixNorms

/// A weight matrix as its bits in memory.
struct StoredLayer: Sendable {
  /// The weights that the bits stand for.
  let weight: Matrix
  /// Weights that differ from those that were asked to be stored.
  let roundedWeights: Int
  /// Nil for float32.
  private let quantized: QuantizedMatrix?

  /// Stores a matrix, to nearest.
  init(_ original: Matrix, as storage: WeightStorage) {
    switch storage {
    case .float32:
      quantized = nil
      weight = original.mapped { Double(Float($0)) }
    case .int8(let scheme):
      let codes = Quantization(bits: 8, scheme: scheme).quantize(original)
      quantized = codes
      weight = codes.matrix
    }
    roundedWeights = zip(weight.elements, original.elements).count { $0 != $1 }
  }

  /// The weight with one bit flipped, counted from the least significant.
  func flipping(bit: Int, row: Int, column: Int) -> Double {
    guard let quantized else {
      return Double(Float(bitPattern: Float(weight[row, column]).bitPattern ^ (1 << UInt32(bit))))
    }
    let code = Int8(quantized.codes[row * quantized.columns + column])
    let flipped = Int8(bitPattern: UInt8(bitPattern: code) ^ (1 << UInt8(bit)))
    return quantized.scale(row: row, column: column) * Double(flipped)
  }
}

extension WeightStorage {
  /// Bits of a weight.
  public var bits: Int {
    switch self {
    case .float32: 32
    case .int8: 8
    }
  }
}
