/// Spearman's ρ: Pearson's correlation of ranks, ties sharing their mean rank.
///
/// Pairs with a NaN are left out. Nil where a side is constant. Source: Spearman 1904. O(n log n).
public func spearmanRho(_ x: [Double], _ y: [Double]) -> Double? { Correlations(of: PairedSample(x, y)).spearman }

extension Resamples {
  /// ρ. Of no meaning where a side is constant.
  func spearmanRho() -> Lanes {
    var products = Lanes.zero
    for place in weights.indices {
      products += weights[place] * x.centred[sample.xRanks[place]] * y.centred[sample.yRanks[place]]
    }
    return products / (x.squares.squareRoot() * y.squares.squareRoot())
  }
}
