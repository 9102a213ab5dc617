import MatrixNorms
import Networks

/// The worst Ŵ that a search finds for each sample. *Per-sample* quantifier: it brackets the certificates from above.
///
/// Projected sign-gradient descent over the neurons' shifts (`ShiftedPass`: nothing is lost by not looking at single
/// weights), from several starts towards the three nearest classes, then flips of single neurons where the sample is still
/// right. Only the last step counts: Ŵ is written out in doubles, all of which lie in the ball, and the sample is run through
/// it. A weak search gives a high margin, never a wrong one.
///
/// **Error bounds.** The margin is that run's, plus the round-off of `ForwardPass`, so it is not below the exact margin at Ŵ,
/// while a certificate is not above it: the two never cross, without tolerance. A sample that is misclassified already is not
/// attacked: its margin with the round-off, at most 0. A pass that overflows proves nothing: where Ŵ gives NaN or
/// infinities the natural margin is kept, and a sample whose natural margin is NaN counts as misclassified, with margin 0.
public enum SampleAttack {
  /// For each sample an upper bound on its margin with the worst Ŵ found; see `run`.
  public static func lowestMargins(
    _ perturbed: PerturbedNetwork, _ pass: ForwardPass, labels: [Int], settings: AttackSettings, firstSample: Int = 0
  ) -> [Double] {
    run(perturbed, pass, labels: labels, settings: settings, firstSample: firstSample).margins
  }

  /// Attacks every sample of the pass.
  ///
  /// Results depend on the settings and on a sample's number, not on the block it stands in (but for ties that the last bit of
  /// a matrix product decides). O(samples · (restarts · steps + neurons) · parameters).
  ///
  /// - Parameters:
  ///   - pass: the samples on the natural network.
  ///   - firstSample: the number of the pass's first sample among all, where it is one block of many.
  public static func run(
    _ perturbed: PerturbedNetwork, _ pass: ForwardPass, labels: [Int], settings: AttackSettings, firstSample: Int = 0
  ) -> SampleAttackOutcome {
    precondition(labels.count == pass.inputs.rows, "one label for each sample")
    let natural = pass.logits.margins(labels: labels)
    let correct = natural.indices.filter { natural[$0] > 0 }
    var outcome = SampleAttackOutcome(perturbed, pass, labels)
    guard !correct.isEmpty, !perturbed.radii.allSatisfy(\.isZero) else { return outcome }
    let inputs = LabelGroups.gather(correct, of: pass.inputs)
    var search = ShiftSearch(
      ShiftedPass(perturbed, on: inputs, labels: correct.map { labels[$0] }),
      numbers: correct.map { firstSample + $0 }, settings)
    search.run()
    flip(&search, perturbed, inputs, labels: correct.map { labels[$0] })
    outcome.adopt(search.shifts, samples: correct)
    return outcome
  }

  /// Flips single neurons of the samples that are still right.
  private static func flip(
    _ search: inout ShiftSearch, _ perturbed: PerturbedNetwork, _ inputs: Matrix, labels: [Int]
  ) {
    let right = search.margins.indices.filter { search.margins[$0] > 0 }
    guard !right.isEmpty, !search.shifts.isEmpty else { return }
    var flips = ShiftFlips(
      ShiftedPass(perturbed, on: LabelGroups.gather(right, of: inputs), labels: right.map { labels[$0] }),
      search.shifts.map { LabelGroups.gather(right, of: $0) }, right.map { search.margins[$0] })
    flips.run()
    search.keep(flips.shifts, flips.margins, of: right)
  }
}
