/// How the two sides of a sample go together; nil where undefined.
public struct Correlations: Sendable, Equatable {
  /// Kendall's τ-b.
  public var kendallTauB: Double?
  /// Spearman's ρ.
  public var spearman: Double?
  /// Pearson's r.
  public var pearson: Double?

  /// Of a sample. O(n log n).
  public init(of sample: PairedSample) {
    var same = Resamples(sample)
    self = Self.all(of: &same)[0]
  }

  private init() {}

  /// Of eight resamples.
  static func all(of resamples: inout Resamples) -> [Correlations] {
    let (τ, ρ) = (resamples.kendallTauB(), resamples.spearmanRho())
    let r = resamples.sample.isFinite ? resamples.pearsonCorrelation() : nil
    return τ.indices.map { lane in
      var one = Correlations()
      guard resamples.varies(lane: lane) else { return one }
      one.kendallTauB = τ[lane]
      one.spearman = ρ[lane]
      // Numbers that differ in the last bit of a large one leave nothing but round-off, or 0/0.
      one.pearson = r.flatMap { $0[lane].isFinite ? $0[lane] : nil }
      return one
    }
  }
}
