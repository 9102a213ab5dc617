import Bounds
import MatrixNorms
import Networks

extension ClassMatrices {
  /// ‖(W̃ᵏ − M̃ᵏ)ᵀ‖_{2,1} for each layer, M̃ᵏ the class matrices of a reference: constant rows cancel.
  ///
  /// Each difference of two entries is rounded once, by u of itself; the round-off of folding adds up. O(parameters).
  func distances(from reference: Observed<FeedForwardNetwork>) -> Observed<[UpperBound]> {
    switch reference {
    case .missing(let reason): .missing(reason: reason)
    case .value(let network): distances(from: ClassMatrices(of: network))
    }
  }

  private func distances(from reference: ClassMatrices) -> Observed<[UpperBound]> {
    if let reason = misfit(reference) { return .missing(reason: reason) }
    let differences = zip(matrices, reference.matrices).map { $0.minus($1) }
    guard differences.allSatisfy({ $0.largestMagnitude.isFinite }) else {
      return .missing(reason: "a weight is farther from the reference's than a double can say")
    }
    let once = UpperBound(1 + 0x1p-52)
    return .value(
      differences.indices.map { k in
        once * differences[k].groupNorm21OfTranspose.upperBound + UpperBound(roundOff[k])
          + UpperBound(reference.roundOff[k])
      })
  }

  /// Why the matrices cannot be subtracted.
  private func misfit(_ reference: ClassMatrices) -> String? {
    let (L, M) = (matrices.count, reference.matrices.count)
    guard L == M else { return "the network has depth \(L), the reference \(M)" }
    guard isAugmented == reference.isAugmented else {
      let (one, other) = isAugmented ? ("network", "reference") : ("reference", "network")
      return "the \(one) has biases, the \(other) has none"
    }
    let shapes = zip(matrices, reference.matrices).map { ($0.shape, $1.shape) }
    guard let k = shapes.firstIndex(where: { $0 != $1 }) else { return nil }
    let constant = isAugmented ? ", the constant coordinate included" : ""
    return "layer \(k + 1) is \(shapes[k].0), the reference's \(shapes[k].1)\(constant)"
  }
}

extension Matrix {
  /// "10 × 64".
  fileprivate var shape: String { "\(rows) × \(columns)" }
}
