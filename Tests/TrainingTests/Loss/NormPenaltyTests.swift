import Testing

@testable import Training

@Suite struct NormPenaltyTests {
  @Test("W = (1 −2; 3 0): row 3 (the first of two), column 4, sum 7; ½·subgradient = ½(1 −1; 0 0) + ½(1 0; 1 0)")
  func hand() {
    let layout = ParameterLayout(widths: [2, 2], hasBiases: true)
    var gradient = [0, 0, 0, 0, 5, 5.0]
    #expect(NormPenalty.add([1, -2, 3, 0, 100, 100], layout, factor: 0.5, to: &gradient) == 7)
    #expect(gradient == [1, -0.5, 0.5, 0, 5, 5])
  }

  @Test("two layers add up: W² = (−1 2) has row sum 3 and largest column 2, 7 + 5 = 12") func layers() {
    let layout = ParameterLayout(widths: [2, 2, 1], hasBiases: false)
    var gradient = Array(repeating: 0.0, count: 6)
    #expect(NormPenalty.add([1, -2, 3, 0, -1, 2], layout, factor: 1, to: &gradient) == 12)
    #expect(gradient == [2, -1, 1, 0, -1, 2])
  }

  @Test("a NaN weight makes the sum NaN") func nan() {
    let layout = ParameterLayout(widths: [2, 2], hasBiases: false)
    for i in 0..<4 {
      var (parameters, gradient) = ([1, -2, 3, 0.5], [0, 0, 0, 0.0])
      parameters[i] = .nan
      #expect(NormPenalty.add(parameters, layout, factor: 1, to: &gradient).isNaN)
    }
  }
}
