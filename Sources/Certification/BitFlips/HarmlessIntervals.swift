import MatrixNorms
import Networks

/// For each sample an interval of one neuron's pre-activation on which the sample stays correct, proved by slopes.
///
/// Where the margin to class j is v_y − v_j at a point, it stays positive while the neuron's output changes by less than
/// (v_y − v_j)/(B_y + B_j). From the ends of the interval so found, the margin is evaluated again and the interval grows, a
/// few times in each direction (sphere tracing, Hart 1996). Flips that stay inside need no evaluation.
///
/// **Round-off.** The margins at an end and anywhere inside are off by no more than the share `relativeRoundOff` of
/// 2M + (B_y + B_j)|change|, M the sample's `magnitudes`: a computed sum of d terms is off by γ_d times the sum of their
/// magnitudes (Higham, section 3.1), an activation by 16u of its value, and both pass on through the gains. The share has
/// room for several times that; what is lost is a little speed.
struct HarmlessIntervals {
  /// The ends, possibly infinite; a pre-activation that is itself infinite is never inside.
  private(set) var low: [Double], high: [Double]

  /// How often an end is moved outward.
  private static let steps = 8

  init(_ probe: NeuronProbe) {
    low = probe.natural
    high = probe.natural
    for _ in 0..<Self.steps {
      Self.grow(&high, probe) { ρ, x, Δ in ρ.rising(from: x, by: Δ) }
      Self.grow(&low, probe) { ρ, x, Δ in ρ.falling(from: x, by: Δ) }
    }
  }

  private static func grow(
    _ ends: inout [Double], _ probe: NeuronProbe, _ farther: (Activation, Double, Double) -> Double
  ) {
    let points = ends.indices.filter { ends[$0].isFinite }.map { NeuronProbe.Point(sample: $0, x: ends[$0]) }
    guard !points.isEmpty else { return }
    let (ρ, slacks) = (probe.activation, slacks(probe.logits(points), at: points, probe))
    for (point, Δ) in zip(points, slacks) where Δ > 0 { ends[point.sample] = farther(ρ, point.x, Δ) }
  }

  /// By how much the neuron's output may change from each point; not positive where nothing is proved.
  private static func slacks(_ logits: Matrix, at points: [NeuronProbe.Point], _ probe: NeuronProbe) -> [Double] {
    let (stored, ρ) = (probe.stored, probe.activation)
    let gains = stored.gains[probe.layer]
    let B = (0..<gains.rows).map { gains[$0, probe.row] }
    var i = 0
    return logits.forEachRow { v in
      let sample = points[i].sample
      let y = stored.labels[sample]
      let change = (ρ(points[i].x) - ρ(probe.natural[sample])).magnitude
      i += 1
      var least = Double.infinity
      for j in v.indices where j != y {
        let gain = B[y] + B[j]
        let margin = v[y] - v[j] - stored.roundOff[sample] - stored.relativeRoundOff * gain * change
        let slack = margin / gain
        // NaN proves nothing; neither does 0/0.
        least = slack > 0 ? min(least, slack) : -1
        if least < 0 { break }
      }
      return least
    }
  }

  /// The changes of the weight from input v, one entry for each sample, that keep every sample inside: δ v_s within
  /// [low_s, high_s] − natural_s, and finite.
  func harmlessChanges(_ v: Span<Double>, natural: [Double]) -> ClosedRange<Double> {
    var largest = 1.0
    for s in v.indices { largest = max(largest, v[s].magnitude) }
    let finite = Double.greatestFiniteMagnitude / (4 * largest)
    var (least, most) = (-finite, finite)
    for s in v.indices where v[s] != 0 {
      let (down, up) = ((low[s] - natural[s]) / v[s], (high[s] - natural[s]) / v[s])
      least = max(least, min(down, up))
      most = min(most, max(down, up))
    }
    return min(least, 0)...max(most, 0)
  }

  /// True where a sample with this pre-activation is known to stay correct.
  func contains(_ x: Double, _ sample: Int) -> Bool { x.isFinite && low[sample] <= x && x <= high[sample] }
}
