import Analysis

/// One model and its balls.
struct JSONModel: Encodable {
  let path: String
  let label: String
  let epoch: Nullable<Int>
  let step: Nullable<Int>
  let sha256: String
  let activation: Nullable<String>
  let biases: Nullable<String>
  let obstacle: Nullable<String>
  let remarks: [String]
  let layers: [JSONLayerShape]
  let cleanAccuracy: NullableNumber
  let count: Int
  let balls: [JSONBall]

  enum CodingKeys: String, CodingKey {
    case path
    case label
    case epoch
    case step
    case sha256
    case activation
    case biases
    case obstacle
    case remarks
    case layers
    case cleanAccuracy = "clean_accuracy"
    case count
    case balls
  }

  init(_ model: ModelCertification) {
    path = model.file.path
    label = model.file.label
    epoch = Nullable(model.file.epoch)
    step = Nullable(model.file.step)
    sha256 = model.sha256
    activation = Nullable(model.reading.activation)
    biases = Nullable(model.reading.biases)
    obstacle = Nullable(model.reading.obstacle)
    remarks = model.remarks
    layers = model.layers.map(JSONLayerShape.init)
    cleanAccuracy = NullableNumber(model.cleanAccuracy)
    count = model.labels.count
    balls = model.balls.map(JSONBall.init)
  }
}

/// The shape of a weight matrix.
struct JSONLayerShape: Encodable {
  let name: String
  let rows: Int
  let columns: Int

  init(_ layer: ModelCertification.LayerShape) {
    name = layer.name
    rows = layer.rows
    columns = layer.columns
  }
}

/// What may move, and how far.
struct JSONBall: Encodable {
  let title: String
  let epsilon: NullableNumber
  let radii: [JSONRadiusRange]

  init(_ ball: BallCertification) {
    title = ball.title
    epsilon = NullableNumber(ball.epsilon)
    radii = ball.layerRadii.map(JSONRadiusRange.init)
  }
}

/// The radii of one layer.
struct JSONRadiusRange: Encodable {
  let smallest: NullableNumber
  let largest: NullableNumber
  let largestBias: NullableNumber

  enum CodingKeys: String, CodingKey {
    case smallest
    case largest
    case largestBias = "largest_bias"
  }

  init(_ range: BallCertification.RadiusRange) {
    smallest = NullableNumber(range.smallest)
    largest = NullableNumber(range.largest)
    largestBias = NullableNumber(range.largestBias)
  }
}
