import Analysis
import Certification

/// The largest certified radii of one model's samples, as a distribution.
struct JSONRadiusSearch: Encodable {
  let model: String
  let quantity: String
  let smallestTried: NullableNumber
  let largestTried: NullableNumber
  let count: Int
  let percentiles: [String: NullableNumber]
  let shares: [JSONRadiusShare]

  enum CodingKeys: String, CodingKey {
    case model
    case quantity
    case smallestTried = "smallest_tried"
    case largestTried = "largest_tried"
    case count
    case percentiles
    case shares
  }

  init(_ model: ModelCertification, _ search: RadiusSearchOutcome) {
    let distribution = RadiusDistribution(search)
    self.model = model.file.path
    quantity = search.quantity
    smallestTried = NullableNumber(search.tried.lowerBound)
    largestTried = NullableNumber(search.tried.upperBound)
    count = search.radii.count
    percentiles = Dictionary(
      RadiusDistribution.percents.map { ("p\($0)", NullableNumber(distribution.percentile($0))) },
      uniquingKeysWith: { a, _ in a })
    shares = distribution.roundRadii.map { JSONRadiusShare(radius: $0, share: distribution.share(atLeast: $0)) }
  }
}

/// The share of samples certified at a radius at least.
struct JSONRadiusShare: Encodable {
  let radius: Double
  let share: Double
}
