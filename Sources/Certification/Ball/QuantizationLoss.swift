import MatrixNorms
import Networks

/// What rounding to codes did to one layer W (out × in) of a model; a row of zeros that was put before a single output is
/// none of the model's and counts nowhere.
public struct QuantizationLoss: Sendable, Equatable {
  /// The layer's name in the checkpoint.
  public let layer: String
  /// Rows of W.
  public let rows: Int
  /// Columns of W.
  public let columns: Int
  /// How many scales s there are.
  public let scaleCount: Int
  /// max |W − s·q| of the numbers as stored, rounded up.
  public let largestError: Double
  /// max E: half the largest step, which no error exceeds (`Quantization`).
  public let largestRadius: Double
  /// How many codes are 0: weights that the rounded layer has lost.
  public let zeroCodes: Int

  /// Measures what a quantization does to a layer. O(entries).
  public init(of layer: DenseLayer, _ quantization: Quantization) {
    let weight = layer.own.weight
    let quantized = quantization.quantize(weight)
    self.layer = layer.name
    (rows, columns) = (weight.rows, weight.columns)
    scaleCount = quantized.scales.count
    largestError = zip(weight.elements, quantized.matrix.elements).reduce(0) { max($0, upperDistance($1.0, $1.1)) }
    largestRadius = quantization.radius(of: weight).largest
    zeroCodes = quantized.codes.count { $0 == 0 }
  }

  /// The share of codes that are 0.
  public var zeroShare: Double { Double(zeroCodes) / Double(rows * columns) }
}
