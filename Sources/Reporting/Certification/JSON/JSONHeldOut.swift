import Analysis

/// What the certificates of one ball say about unseen samples.
struct JSONHeldOut: Encodable {
  let model: String
  let ball: Int
  let title: String
  let errorUpperLimit: NullableNumber
  let confidence: NullableNumber
  let errors: Int
  let count: Int

  enum CodingKeys: String, CodingKey {
    case model
    case ball
    case title
    case errorUpperLimit = "error_upper_limit"
    case confidence
    case errors
    case count
  }

  init(_ model: ModelCertification, _ index: Int, _ ball: BallCertification) {
    self.model = model.file.path
    self.ball = index
    title = ball.title
    errorUpperLimit = NullableNumber(ball.heldOut.errorUpperLimit)
    confidence = NullableNumber(ball.heldOut.confidence)
    errors = ball.heldOut.errors
    count = ball.heldOut.count
  }
}
