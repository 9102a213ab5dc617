import Analysis
import Certification

/// Single bit flips of one model's weights.
struct JSONBitFlips: Encodable {
  let model: String
  let storage: String
  let scheme: Nullable<String>
  let correct: Int
  let count: Int
  let flips: Int
  let harmful: Int
  let layers: [JSONLayerFlips]
  let worst: [JSONFlip]

  init(_ model: ModelCertification, _ report: BitFlipReport) {
    self.model = model.file.path
    switch report.storage {
    case .float32: (storage, scheme) = ("float32", Nullable(nil))
    case .int8(let scheme): (storage, self.scheme) = ("int8", Nullable(scheme.description))
    }
    correct = report.correct
    count = report.count
    flips = report.layers.reduce(0) { $0 + $1.flips }
    harmful = report.layers.reduce(0) { $0 + $1.harmful }
    layers = report.layers.map(JSONLayerFlips.init)
    worst = report.worst.map(JSONFlip.init)
  }
}

/// The flips of one layer.
struct JSONLayerFlips: Encodable {
  let name: String
  let flips: Int
  let harmful: Int
  let weightsAtRisk: Int
  let harmfulByBit: [Int]
  let meanWorstLoss: NullableNumber

  enum CodingKeys: String, CodingKey {
    case name
    case flips
    case harmful
    case weightsAtRisk = "weights_at_risk"
    case harmfulByBit = "harmful_by_bit"
    case meanWorstLoss = "mean_worst_loss"
  }

  init(_ layer: BitFlipReport.LayerFlips) {
    name = layer.name
    flips = layer.flips
    harmful = layer.harmful
    weightsAtRisk = layer.weightsAtRisk
    harmfulByBit = layer.harmfulByBit
    meanWorstLoss = NullableNumber(layer.meanWorstLoss)
  }
}

/// One flip.
struct JSONFlip: Encodable {
  let layer: Int
  let row: Int
  let column: Int
  let bit: Int
  let before: NullableNumber
  let after: NullableNumber
  let lost: Int

  init(_ flip: BitFlipReport.Flip) {
    layer = flip.layer
    row = flip.row
    column = flip.column
    bit = flip.bit
    before = NullableNumber(flip.before)
    after = NullableNumber(flip.after)
    lost = flip.lost
  }
}
