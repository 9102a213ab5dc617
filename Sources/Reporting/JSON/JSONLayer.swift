import Analysis

/// The norms of one weight matrix.
struct JSONLayer: Codable {
  let name: String
  let rows: Int
  let columns: Int
  let spectralNorm: NullableNumber
  let spectralNormUpper: NullableNumber
  let frobeniusNorm: NullableNumber
  let groupNorm21: NullableNumber
  let inducedInfinityNorm: NullableNumber
  let inducedOneNorm: NullableNumber
  let stableRank: NullableNumber
  let outputPairDistance: NullableNumber

  enum CodingKeys: String, CodingKey {
    case name
    case rows
    case columns
    case spectralNorm = "spectral_norm"
    case spectralNormUpper = "spectral_norm_upper"
    case frobeniusNorm = "frobenius_norm"
    case groupNorm21 = "group_norm_21"
    case inducedInfinityNorm = "induced_infinity_norm"
    case inducedOneNorm = "induced_one_norm"
    case stableRank = "stable_rank"
    case outputPairDistance = "output_pair_distance"
  }

  init(_ layer: LayerMeasurement) {
    let norms = layer.norms
    name = layer.name
    rows = norms.rows
    columns = norms.columns
    spectralNorm = NullableNumber(norms.spectralNorm.value)
    spectralNormUpper = NullableNumber(norms.spectralNorm.upperBound.value)
    frobeniusNorm = NullableNumber(norms.frobeniusNorm.value)
    groupNorm21 = NullableNumber(norms.groupNorm21OfTranspose.value)
    inducedInfinityNorm = NullableNumber(norms.inducedInfinityNorm.value)
    inducedOneNorm = NullableNumber(norms.inducedOneNorm.value)
    stableRank = NullableNumber(norms.stableRank)
    outputPairDistance = NullableNumber(layer.outputPairDistance?.value)
  }
}
