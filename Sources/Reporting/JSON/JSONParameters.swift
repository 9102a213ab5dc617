import Analysis
import Certification

/// What a run was asked for.
struct JSONParameters: Codable {
  let epsilon: Nullable<[Double]>
  let radii: [JSONRadii]
  let marginScale: String
  let failureProbability: NullableNumber
  let activation: Nullable<String>
  let biases: Nullable<String>
  let train: Nullable<JSONDataStamp>
  let trainSamples: Nullable<Int>
  let test: Nullable<JSONDataStamp>
  let reference: Nullable<String>
  let sharpness: Nullable<JSONSharpness>

  enum CodingKeys: String, CodingKey {
    case epsilon
    case radii
    case marginScale = "margin_scale"
    case failureProbability = "failure_probability"
    case activation
    case biases
    case train
    case trainSamples = "train_samples"
    case test
    case reference
    case sharpness
  }

  init(_ report: AnalysisReport) {
    let parameters = report.parameters
    epsilon = Nullable(report.entries.first { $0.radiusIndex == 0 && !$0.analysis.radii.isEmpty }?.analysis.radii)
    radii = parameters.radii.map(JSONRadii.init)
    marginScale = parameters.marginScale.description
    failureProbability = NullableNumber(parameters.failureProbability)
    activation = Nullable(parameters.activation)
    biases = Nullable(parameters.biases)
    train = Nullable(parameters.train.map(JSONDataStamp.init))
    trainSamples = Nullable(parameters.trainSampleLimit)
    test = Nullable(parameters.test.map(JSONDataStamp.init))
    reference = Nullable(parameters.reference)
    sharpness = Nullable(parameters.sharpness.map(JSONSharpness.init))
  }
}

/// How hard the attack for the measure of sharpness was.
struct JSONSharpness: Codable {
  let restarts: Int
  let steps: Int
  let seed: UInt64

  init(_ attack: AttackSettings) { (restarts, steps, seed) = (attack.restarts, attack.steps, attack.seed) }
}

/// One setting of the radii as asked for: the same on all layers, on some, or one for each.
struct JSONRadii: Codable {
  let description: String
  let epsilon: NullableNumber
  let layers: Nullable<[Int]>
  let perLayer: Nullable<[Double]>

  enum CodingKeys: String, CodingKey {
    case description
    case epsilon
    case layers
    case perLayer = "per_layer"
  }

  init(_ setting: RadiusSetting) {
    description = setting.description
    switch setting {
    case .uniform(let radius, let numbers):
      epsilon = NullableNumber(radius)
      layers = Nullable(numbers)
      perLayer = Nullable(nil)
    case .perLayer(let radii):
      epsilon = NullableNumber(nil)
      layers = Nullable(nil)
      perLayer = Nullable(radii)
    }
  }
}

/// Where the samples of one role come from.
struct JSONDataStamp: Codable {
  let path: String
  let count: Int
  let features: Int
  let sha256: String
  let scale: NullableNumber
  let shift: NullableNumber

  init(_ stamp: ReportParameters.DataStamp) {
    path = stamp.path
    count = stamp.count
    features = stamp.features
    sha256 = stamp.sha256
    scale = NullableNumber(stamp.scale)
    shift = NullableNumber(stamp.shift)
  }
}
