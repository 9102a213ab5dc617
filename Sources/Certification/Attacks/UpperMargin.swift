import MatrixNorms

/// Margins with the round-off added.
extension ForwardPass {
  /// f_y − max f_j, not below the exact margin; +∞ where a number overflowed.
  func upperMargin(_ sample: Int, label y: Int) -> Double {
    let roundOff = marginRoundOff(sample)
    var lowest = Double.infinity
    for j in 0..<logits.columns where j != y {
      let margin = logits[sample, y] - logits[sample, j] + roundOff
      guard margin.isFinite else { return .infinity }
      lowest = min(lowest, margin)
    }
    return lowest
  }

  /// The same for all samples.
  func upperMargins(_ labels: [Int]) -> [Double] { labels.indices.map { upperMargin($0, label: labels[$0]) } }

  /// The same for the network before any attack. A sample that it misclassifies as computed counts as misclassified, NaN among
  /// them: the bound is then at most 0.
  func naturalMargins(_ labels: [Int]) -> [Double] {
    zip(logits.margins(labels: labels), upperMargins(labels)).map { computed, upper in
      computed > 0 ? upper : min(upper, 0)
    }
  }
}
