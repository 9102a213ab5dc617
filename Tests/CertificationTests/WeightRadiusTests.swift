import MatrixNorms
import Testing

@testable import Certification

@Suite struct WeightRadiusTests {
  static let E = Matrix([[0.5, 0.25], [1, 0]])
  static let forms: [WeightRadius] = [.uniform(0.5), .rows([0.5, 2]), .entries(E)]

  @Test("largest 0.5, 2, 1; smallest 0.5, 0.5, 0; E₁₀ = 0.5, 2, 1") func entries() {
    #expect(Self.forms.map(\.largest) == [0.5, 2, 1])
    #expect(Self.forms.map(\.smallest) == [0.5, 0.5, 0])
    #expect(Self.forms.map { $0[1, 0] } == [0.5, 2, 1])
    #expect(Self.forms.allSatisfy { !$0.isZero && $0.scaled(by: 0).isZero })
    #expect(
      !LayerRadius(weight: .uniform(0), bias: [0, 1]).isZero && LayerRadius(weight: .rows([0]), bias: [0]).isZero)
    #expect(LayerRadius(weight: .rows([1, 2]), bias: [3]).scaled(by: 2) == .init(weight: .rows([2, 4]), bias: [6]))
  }

  @Test("W − E and W + E, entry by entry", arguments: [-1.0, 1]) func shifting(_ t: Double) {
    let W = Matrix([[1, -2], [3, 4]])
    for form in Self.forms + [.uniform(0)] {
      let shifted = form.shifting(W, by: t)
      for i in 0..<2 { for j in 0..<2 { #expect(shifted[i, j] == W[i, j] + t * form[i, j]) } }
    }
  }

  @Test("E v: (0.5·4, 0.5·4), (0.5·4, 2·4), (0.5·1 + 0.25·3, 1·1) for v = (1, 3)") func products() {
    let v = Matrix([[1, 3]])
    let expected: [[Double]] = [[2, 2], [2, 8], [1.25, 1]]
    for (form, expected) in zip(Self.forms, expected) {
      #expect(form.products(v, norms: [4], outputs: 2).elements == expected)
    }
    // An underflow counts as one least double, 0 stays 0.
    #expect(WeightRadius.uniform(1e-200).products(v, norms: [1e-200], outputs: 1).elements == [.leastNonzeroMagnitude])
    #expect(WeightRadius.rows([0]).products(v, norms: [4], outputs: 1).elements == [0])
  }

  @Test("rows y and j move independently: E_y + E_j", arguments: [0, 1]) func merged(_ y: Int) {
    for form in Self.forms {
      for i in 0..<2 { for j in 0..<2 { #expect(form.merged(label: y)[i, j] == form[y, j] + form[i, j]) } }
    }
    let merged = LayerRadius(merging: LayerRadius(weight: .uniform(1), bias: [0.5, 2]), label: y)
    #expect(merged.bias == (y == 0 ? [1, 2.5] : [2.5, 4]))
  }
}
