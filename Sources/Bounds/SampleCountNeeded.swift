import MatrixNorms

extension GeneralizationBound {
  /// n\*: the smallest n at which the bound is below 1 with the same norms and empirical term, ‖X‖ growing as √n.
  ///
  /// Every bound of the catalogue falls in n from n = 8 = ⌈e²⌉ on (ln n/√n does), so the first sample sizes are tried one by
  /// one and the rest by doubling and bisection. Exact up to 2⁵³, to the last bit of a double beyond. Nil where the empirical
  /// term alone reaches 1 or no double is large enough.
  static func sampleCountNeeded(_ evidence: Evidence) -> Double? {
    let empirical = terms(evidence).filter { $0.key == Term.empiricalKey }.map(\.value).sum
    guard empirical < .one else { return nil }
    // The empirical term stays as it is: without margins its mean costs nothing at every trial.
    var complexities = evidence
    complexities.robustMargins = []
    func isInformative(_ n: Double) -> Bool {
      let others = terms(complexities.resized(toSampleCount: n)).filter { $0.key != Term.empiricalKey }
      return empirical + others.map(\.value).sum < .one
    }
    if let small = (1...8).lazy.map(Double.init).first(where: isInformative) { return small }
    var (low, high) = (8.0, 16.0)
    while !isInformative(high) {
      (low, high) = (high, high * 2)
      guard high < 0x1p1000 else { return nil }
    }
    // low is too small, high is enough.
    while true {
      let middle = (low + (high - low) / 2).rounded(.down)
      guard middle > low, middle < high else { return high }
      if isInformative(middle) { high = middle } else { low = middle }
    }
  }
}
