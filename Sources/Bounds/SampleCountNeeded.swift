import MatrixNorms

extension GeneralizationBound {
  /// n\*: the smallest n at which the bound is below 1 with the same norms and empirical term, ‖X‖ growing as √n.
  ///
  /// Every bound of the catalogue falls in n from n = 8 = ⌈e²⌉ on (ln n/√n does), so the first sample sizes are tried one by
  /// one and the rest by doubling and bisection. Exact up to 2⁵³, to the last bit of a double beyond. Nil where the empirical
  /// term alone reaches 1 or no double is large enough.
  static func sampleCountNeeded(_ evidence: Evidence) -> Double? {
    let resized = ResizedBound(self, of: evidence)
    guard resized.empirical < .one else { return nil }
    func isInformative(_ n: Double) -> Bool { resized.total(atSampleCount: n) < .one }
    let few = (1...8).lazy.map(Double.init).filter { $0 >= leastSampleCount }
    if let small = few.first(where: isInformative) { return small }
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
