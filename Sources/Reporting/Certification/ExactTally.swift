import Analysis

/// How many samples had which verdict, and what that says of the true robust accuracy.
struct ExactTally {
  let certified: Int
  let falsified: Int
  let undecided: Int
  let misclassified: Int

  init(_ verdicts: [ExactVerdict]) {
    let counts = Dictionary(grouping: verdicts, by: \.status).mapValues(\.count)
    certified = counts["certified", default: 0]
    falsified = counts["falsified", default: 0]
    undecided = counts["undecided", default: 0]
    misclassified = counts["misclassified", default: 0]
  }

  var count: Int { certified + falsified + undecided + misclassified }
  /// The accuracy if every undecided sample were falsified.
  var lower: Double { Double(certified) / Double(max(1, count)) }
  /// The accuracy if every undecided sample were certified.
  var upper: Double { Double(certified + undecided) / Double(max(1, count)) }
}

extension BallCertification {
  /// The counts of the exact decision; nil where it was not asked for.
  var tally: ExactTally? { exact.map(ExactTally.init) }

  /// How many of the samples are neither proved right nor known to go wrong for some weights of the ball.
  func unknownCount(margins: [Double]) -> Int {
    let proved = proved(count: margins.count)
    return margins.indices.count { i in
      guard margins[i] > 0, !proved[i] else { return false }
      if let attacked = attackedMargins, attacked[i] <= 0 { return false }
      if let universal = universal?.margins, universal[i] <= 0 { return false }
      switch exact?[i] {
      case .falsified?, .misclassified?: return false
      default: return true
      }
    }
  }
}
