import MatrixNorms
import Networks

/// A linearization that sees the whole ball: for each neuron the slope of ρ's chord over the range that its pre-activation
/// may have, roughly.
///
///   hᵏ = |Wᵏ| gᵏ⁻¹ + Eᵏzᵏ⁻¹ + bᵏ, g⁰ = 0,   gᵏ = (ρ(aᵏ + hᵏ) − ρ(aᵏ − hᵏ))/2,   slope = gᵏ/hᵏ.
///
/// What the ball adds to |W|g is left out: this is where a search starts, no bound.
enum ShiftChords {
  /// The slopes of every hidden layer. O(samples · parameters).
  static func slopes(_ pass: ShiftedPass, _ center: ShiftedPass.State) -> [Matrix] {
    let network = pass.perturbed.network
    var (slopes, half): ([Matrix], Matrix?) = ([], nil)
    for k in 1...center.outputs.count {
      let affine = pass.affine(layer: k, k > 1 ? center.outputs[k - 2] : nil)
      var range = affine.reach
      if let half { range.add(half, timesTransposeOf: network.layers[k - 1].weight.mapped { abs($0) }) }
      let halves = halfChords(network.activation, affine.center, range)
      slopes.append(halves.divided(by: range))
      half = halves
    }
    return slopes
  }

  private static func halfChords(_ ρ: Activation, _ a: Matrix, _ h: Matrix) -> Matrix {
    var halves = h
    halves.modifyElements { entries in
      let a = a.elements.span
      for i in entries.indices { entries[i] = 0.5 * (ρ(a[i] + entries[i]) - ρ(a[i] - entries[i])) }
    }
    return halves
  }
}

extension Matrix {
  /// Entry by entry; 0 where a divisor is 0.
  fileprivate func divided(by other: Matrix) -> Matrix {
    var result = self
    result.modifyElements { entries in
      let divisors = other.elements.span
      for i in entries.indices { entries[i] = divisors[i] > 0 ? entries[i] / divisors[i] : 0 }
    }
    return result
  }
}
