import MatrixNorms
import TestSupport
import Testing

@testable import Certification

/// The vector loops against the sums as they are written, at lengths with and without a tail.
@Suite struct RelaxationKernelTests {
  private func row(_ n: Int, _ g: inout SeededGenerator) -> [Double] { (0..<n).map { _ in g.normal() } }

  @Test("A = λ⁺s + λ⁻S, Σ λ⁺t + λ⁻T, Σ|A|e, Σ|λ| with λ = c − shift", arguments: 0...13) func sums(_ n: Int) {
    var g = SeededGenerator(seed: UInt64(n))
    let (c, s, S, t, T) = (row(n, &g), row(n, &g), row(n, &g), row(n, &g), row(n, &g))
    let e = row(n, &g).map(\.magnitude)
    for shift in [0, 0.3] {
      let λ = c.map { $0 - shift }
      let A = λ.indices.map { λ[$0] >= 0 ? λ[$0] * s[$0] : λ[$0] * S[$0] }
      let constant = λ.indices.reduce(0) { $0 + (λ[$1] >= 0 ? λ[$1] * t[$1] : λ[$1] * T[$1]) }
      var buffer = [Double](repeating: 7, count: n + 4)
      var span = buffer.mutableSpan
      let sums = RelaxationKernel.relax(
        c.span, shift: shift, s.span, S.span, t.span, T.span, e.span, into: &span, at: 2)
      #expect(buffer == [7, 7] + A + [7, 7])
      // Thirteen terms of at most 40, summed in another order.
      let tolerance = 13 * 13 * 40 * 0x1p-53
      #expect(abs(sums.constant - constant) <= tolerance)
      #expect(abs(sums.radius - zip(A, e).reduce(0) { $0 + $1.0.magnitude * $1.1 }) <= tolerance)
      #expect(abs(sums.magnitude - λ.reduce(0) { $0 + $1.magnitude }) <= tolerance)
      let concluded = RelaxationKernel.conclude(c.span, shift: shift, t.span, T.span)
      #expect(abs(concluded.constant - constant) <= tolerance && concluded.radius == 0)
      #expect(abs(concluded.magnitude - sums.magnitude) <= tolerance)
    }
  }

  @Test("a coefficient that is no number is not lost, wherever it stands", arguments: 0..<9) func notANumber(
    _ place: Int
  ) {
    let ones = [Double](repeating: 1, count: 9)
    var c = ones
    c[place] = .nan
    var buffer = ones
    var span = buffer.mutableSpan
    let relaxed = RelaxationKernel.relax(
      c.span, shift: 0, ones.span, ones.span, ones.span, ones.span, ones.span, into: &span, at: 0)
    #expect(relaxed.magnitude.isNaN)
    #expect(RelaxationKernel.conclude(c.span, shift: 0, ones.span, ones.span).magnitude.isNaN)
    // ∞ − ∞ by way of the shift.
    c[place] = .infinity
    #expect(RelaxationKernel.conclude(c.span, shift: .infinity, ones.span, ones.span).magnitude.isNaN)
  }
}
