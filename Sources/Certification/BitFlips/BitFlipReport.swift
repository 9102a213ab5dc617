/// How weights are stored in memory.
public enum WeightStorage: Sendable, Equatable {
  /// IEEE single precision: 32 bits.
  case float32
  /// Two's complement of 8 bits with a scale.
  case int8(QuantizationScheme)
}

/// What flipping one bit of one stored weight does to the samples that are classified correctly before.
public struct BitFlipReport: Sendable {
  /// How the weights are stored.
  public let storage: WeightStorage
  /// Samples that the stored network classifies correctly: a flip is measured on these.
  public let correct: Int
  /// All samples.
  public let count: Int
  /// All single flips of weights, by layer.
  public let layers: [LayerFlips]
  /// The flips that harm most samples, worst first.
  public let worst: [Flip]
  /// Weights that were changed by storing them: for float32 none, where the checkpoint is float32 itself.
  public let roundedWeights: Int

  /// The flips of one layer.
  public struct LayerFlips: Sendable {
    /// The layer's name.
    public let name: String
    /// weights · bits.
    public let flips: Int
    /// Flips that make at least one of the correct samples wrong.
    public let harmful: Int
    /// Weights with at least one harmful bit.
    public let weightsAtRisk: Int
    /// Harmful flips for each bit, from the least significant.
    public let harmfulByBit: [Int]
    /// The mean over weights of the samples lost to the weight's worst bit.
    public let meanWorstLoss: Double

    /// The flips of one layer.
    public init(
      name: String, flips: Int, harmful: Int, weightsAtRisk: Int, harmfulByBit: [Int], meanWorstLoss: Double
    ) {
      self.name = name
      self.flips = flips
      self.harmful = harmful
      self.weightsAtRisk = weightsAtRisk
      self.harmfulByBit = harmfulByBit
      self.meanWorstLoss = meanWorstLoss
    }
  }

  /// One bit of one weight.
  public struct Flip: Sendable, Equatable {
    /// Layer, counted from 1, and the weight's place in it.
    public let layer: Int, row: Int, column: Int
    /// From the least significant, 0.
    public let bit: Int
    /// The weight before and after; NaN and infinity are possible in float32.
    public let before: Double, after: Double
    /// Correct samples that become wrong.
    public let lost: Int

    /// One flip.
    public init(layer: Int, row: Int, column: Int, bit: Int, before: Double, after: Double, lost: Int) {
      self.layer = layer
      self.row = row
      self.column = column
      self.bit = bit
      self.before = before
      self.after = after
      self.lost = lost
    }
  }

  /// A report.
  public init(
    storage: WeightStorage, correct: Int, count: Int, layers: [LayerFlips], worst: [Flip], roundedWeights: Int = 0
  ) {
    self.storage = storage
    self.correct = correct
    self.count = count
    self.layers = layers
    self.worst = worst
    self.roundedWeights = roundedWeights
  }
}
