import Analysis

/// One checkpoint at one setting of the radii.
struct JSONCheckpoint: Codable {
  let path: String
  let label: String
  let series: String
  let epoch: Nullable<Int>
  let step: Nullable<Int>
  let duplicateOf: Nullable<String>
  let sha256: String
  let radiusIndex: Nullable<Int>
  let epsilon: [NullableNumber]
  let marginScale: NullableNumber
  let activation: Nullable<String>
  let biases: Nullable<String>
  let obstacle: Nullable<String>
  let layers: [JSONLayer]
  let train: Nullable<JSONRisk>
  let test: Nullable<JSONRisk>
  let generalizationGap: Nullable<JSONGap>
  let gapSource: String
  let bounds: [JSONBound]
  let logged: Nullable<JSONLogged>
  let measures: [JSONMeasure]
  let hyperparameters: [String: String]

  enum CodingKeys: String, CodingKey {
    case path
    case label
    case series
    case epoch
    case step
    case duplicateOf = "duplicate_of"
    case sha256
    case radiusIndex = "radius_index"
    case epsilon
    case marginScale = "margin_scale"
    case activation
    case biases
    case obstacle
    case layers
    case train
    case test
    case generalizationGap = "generalization_gap"
    case gapSource = "gap_source"
    case bounds
    case logged
    case measures
    case hyperparameters
  }

  init(_ entry: ReportEntry) {
    let analysis = entry.analysis
    path = analysis.file.path
    label = analysis.file.label
    series = analysis.file.series
    epoch = Nullable(analysis.file.epoch)
    step = Nullable(analysis.file.step)
    duplicateOf = Nullable(analysis.duplicateOf)
    sha256 = analysis.sha256
    radiusIndex = Nullable(entry.radiusIndex)
    epsilon = analysis.radii.map { NullableNumber($0) }
    marginScale = NullableNumber(analysis.marginScale)
    activation = Nullable(analysis.reading.activation)
    biases = Nullable(analysis.reading.biases)
    obstacle = Nullable(analysis.reading.obstacle)
    layers = analysis.layers.map(JSONLayer.init)
    train = Nullable(analysis.train.map(JSONRisk.init))
    test = Nullable(analysis.test.map(JSONRisk.init))
    generalizationGap = Nullable(analysis.gap.map(JSONGap.init))
    gapSource = analysis.gapSource.rawValue
    bounds = analysis.bounds.map { JSONBound($0, slack: analysis.slack(of: $0)) }
    logged = Nullable(analysis.logged.map(JSONLogged.init))
    measures = analysis.measures.map(JSONMeasure.init)
    hyperparameters = analysis.hyperparameters
  }
}
