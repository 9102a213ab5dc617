/// Pearson's r: Σ (x − x̄)(y − ȳ) / √(Σ (x − x̄)² · Σ (y − ȳ)²).
///
/// Pairs with a NaN are left out. Nil where a side is constant, or has an infinite number and so no mean. Source: Pearson 1895.
/// O(n log n), for the sort that tells exactly whether a side is constant.
public func pearsonCorrelation(_ x: [Double], _ y: [Double]) -> Double? { Correlations(of: PairedSample(x, y)).pearson }

extension Resamples {
  /// r, the means first. Of no meaning where a side is constant or infinite.
  func pearsonCorrelation() -> Lanes {
    // Differences from one of the numbers are exact where all are close, and their mean has its own digits.
    let (originX, originY) = (sample.x.first ?? 0, sample.y.first ?? 0)
    var (meanX, meanY) = (Lanes.zero, Lanes.zero)
    for place in weights.indices {
      meanX += weights[place] * (sample.x[place] - originX)
      meanY += weights[place] * (sample.y[place] - originY)
    }
    meanX /= total
    meanY /= total
    var (xx, yy, xy) = (Lanes.zero, Lanes.zero, Lanes.zero)
    for place in weights.indices {
      let (x, y) = (sample.x[place] - originX - meanX, sample.y[place] - originY - meanY)
      xx += weights[place] * x * x
      yy += weights[place] * y * y
      xy += weights[place] * x * y
    }
    return (xy / (xx.squareRoot() * yy.squareRoot())).clamped(lowerBound: -Lanes.one, upperBound: Lanes.one)
  }
}
