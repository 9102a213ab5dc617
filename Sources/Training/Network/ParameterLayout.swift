import MatrixNorms

/// Where the weights and biases of a network lie in one array: W¹, β¹, W², β², …, each matrix (out × in) by rows.
///
/// One array makes optimizers, noise and states of training loops over numbers, whatever the network's shape.
public struct ParameterLayout: Sendable, Equatable {
  /// d_0 … d_L.
  public let widths: [Int]
  /// True where every layer has a bias.
  public let hasBiases: Bool
  /// The place of Wᵏ⁺¹ for k = 0 … L − 1.
  public let weights: [MatrixBlock]
  /// The place of βᵏ⁺¹; empty ranges without biases.
  public let biases: [Range<Int>]
  /// The number of weights and biases.
  public let count: Int

  /// The layout of a network.
  ///
  /// - Precondition: at least one layer, no width below 1.
  public init(widths: [Int], hasBiases: Bool) {
    precondition(widths.count >= 2 && widths.allSatisfy { $0 > 0 }, "\(widths) are not the widths of a network")
    self.widths = widths
    self.hasBiases = hasBiases
    var (weights, biases, end): ([MatrixBlock], [Range<Int>], Int) = ([], [], 0)
    for (inputs, outputs) in zip(widths, widths.dropFirst()) {
      let block = MatrixBlock(offset: end, rows: outputs, columns: inputs)
      end = block.range.upperBound
      weights.append(block)
      biases.append(end..<end + (hasBiases ? outputs : 0))
      end += hasBiases ? outputs : 0
    }
    (self.weights, self.biases, count) = (weights, biases, end)
  }

  /// L, the number of layers.
  public var depth: Int { weights.count }
  /// K, the number of classes.
  public var classCount: Int { widths[depth] }
}
