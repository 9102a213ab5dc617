import MatrixNorms
import Networks

/// One coordinate after another: every hidden neuron is moved to the other end of its range, for all samples at once, and stays
/// there where that lowers the sample's margin.
///
/// Gradients miss what only a large step shows, such as a neuron that must cross a flat part; they also leave shifts between
/// the ends. O(samples · neurons · parameters above).
struct ShiftFlips {
  let pass: ShiftedPass
  private(set) var shifts: [Matrix]
  private(set) var margins: [Double]

  /// Continues from shifts with these margins.
  init(_ pass: ShiftedPass, _ shifts: [Matrix], _ margins: [Double]) {
    self.pass = pass
    self.shifts = shifts
    self.margins = margins
  }

  /// One sweep from the last hidden layer to the first.
  mutating func run() {
    for k in stride(from: shifts.count, through: 1, by: -1) {
      let below = k > 1 ? pass.run(shifts, leak: 0).outputs[k - 2] : nil
      sweep(layer: k, pass.affine(layer: k, below))
    }
  }

  private mutating func sweep(layer k: Int, _ affine: ShiftedPass.Affine) {
    let ρ = pass.perturbed.network.activation
    var shifted = affine
    shifted.shift(by: shifts[k - 1])
    var z = shifted.center
    pass.perturbed.network.activate(&z)
    for i in 0..<z.columns {
      let (before, t) = (z.column(i), shifts[k - 1].column(i))
      let flipped = t.map { $0 > 0 ? -1.0 : 1 }
      for s in flipped.indices { z[s, i] = ρ(affine.center[s, i] + flipped[s] * affine.reach[s, i]) }
      let candidates = pass.margins(z, ofLayer: k, shifts).lowest
      for s in flipped.indices {
        if candidates[s] < margins[s] {
          (margins[s], shifts[k - 1][s, i]) = (candidates[s], flipped[s])
        } else {
          z[s, i] = before[s]
        }
      }
    }
  }
}

extension Matrix {
  /// One column, as a copy.
  fileprivate func column(_ j: Int) -> [Double] { (0..<rows).map { self[$0, j] } }
}
