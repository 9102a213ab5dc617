/// Kendall's τ-b of paired numbers: (concordant − discordant) / √((n₀ − t_x)(n₀ − t_y)), n₀ = n(n − 1)/2, t the tied pairs.
///
/// Pairs with a NaN are left out. Nil for fewer than two pairs or where one side is constant. Sources: Kendall 1945; the count
/// of discordant pairs among numbers in order of x by Knight 1966, with a tree of sums in place of exchanges. O(n log n).
public func kendallTauB(_ x: [Double], _ y: [Double]) -> Double? { Correlations(of: PairedSample(x, y)).kendallTauB }

extension Resamples {
  /// τ-b; a pair that counts twice is tied with itself. Of no meaning where a side is constant.
  mutating func kendallTauB() -> Lanes {
    let pairs = total * (total - 1) * 0.5
    let (discordant, jointlyTied) = countPairs()
    // All pairs but those tied on some side, less the discordant ones, are concordant.
    let difference = pairs - x.tied - y.tied + jointlyTied - discordant - discordant
    return difference / ((pairs - x.tied).squareRoot() * (pairs - y.tied).squareRoot())
  }

  /// Going along x: an earlier pair with a larger y is discordant. Equal x stand in order of y, so that they add none.
  private mutating func countPairs() -> (discordant: Lanes, jointlyTied: Lanes) {
    sums.clear()
    var (seen, discordant, jointlyTied, inRun) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
    for place in weights.indices {
      let weight = weights[place]
      let rank = sample.yRanks[place]
      discordant += weight * (seen - sums.sum(through: rank))
      sums.add(weight, at: rank)
      seen += weight
      if sample.startsRun[place] { inRun = .zero }
      jointlyTied += weight * ((weight - 1) * 0.5 + inRun)
      inRun += weight
    }
    return (discordant, jointlyTied)
  }
}
