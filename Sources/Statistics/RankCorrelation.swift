/// Kendall's τ-b of paired numbers: (concordant − discordant) / √((n₀ − t_x)(n₀ − t_y)), n₀ = n(n − 1)/2, t the tied pairs.
///
/// Nil for fewer than two pairs or where one side is constant. Source: Kendall 1945. O(n²).
public func kendallTauB(_ x: [Double], _ y: [Double]) -> Double? {
  precondition(x.count == y.count, "paired numbers")
  var (score, tiedX, tiedY) = (0, 0, 0)
  for i in x.indices {
    for j in 0..<i {
      let (a, b) = (sign(x[i], x[j]), sign(y[i], y[j]))
      score += a * b
      if a == 0 { tiedX += 1 }
      if b == 0 { tiedY += 1 }
    }
  }
  let pairs = x.count * (x.count - 1) / 2
  guard pairs > tiedX, pairs > tiedY else { return nil }
  return Double(score) / (Double(pairs - tiedX).squareRoot() * Double(pairs - tiedY).squareRoot())
}

private func sign(_ a: Double, _ b: Double) -> Int { a > b ? 1 : a < b ? -1 : 0 }

/// Spearman's ρ: the correlation of ranks, ties sharing their mean rank. Nil where one side is constant. O(n log n).
public func spearmanRho(_ x: [Double], _ y: [Double]) -> Double? {
  precondition(x.count == y.count, "paired numbers")
  let (a, b) = (meanRanks(x), meanRanks(y))
  let middle = Double(x.count + 1) / 2
  var (covariance, varianceA, varianceB) = (0.0, 0.0, 0.0)
  for i in a.indices {
    covariance += (a[i] - middle) * (b[i] - middle)
    varianceA += (a[i] - middle) * (a[i] - middle)
    varianceB += (b[i] - middle) * (b[i] - middle)
  }
  guard varianceA > 0, varianceB > 0 else { return nil }
  return covariance / (varianceA.squareRoot() * varianceB.squareRoot())
}

/// Ranks from 1; equal numbers share the mean of theirs.
public func meanRanks(_ x: [Double]) -> [Double] {
  let order = x.indices.sorted { x[$0] < x[$1] }
  var ranks = [Double](repeating: 0, count: x.count)
  var start = 0
  while start < order.count {
    var end = start
    while end + 1 < order.count, x[order[end + 1]] == x[order[start]] { end += 1 }
    for k in start...end { ranks[order[k]] = Double(start + end) / 2 + 1 }
    start = end + 1
  }
  return ranks
}
