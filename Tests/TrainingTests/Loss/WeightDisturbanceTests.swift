import Testing

@testable import Training

@Suite struct WeightDisturbanceTests {
  private let layout = ParameterLayout(widths: [2, 2], hasBiases: true)
  private let parameters = [1, -2, 0.5, 4, 7, 7.0]

  private func moved(_ disturbance: WeightDisturbance, step: Int = 0, ascent: [Double] = []) -> [Double] {
    disturbance.moved(parameters, layout, seed: 3, step: step) { ascent }
  }

  @Test("adversarial, ε = 0.1·max|W| = 0.4: W + 0.4·sign(g), 0 where g is 0; biases stay") func adversarial() {
    let moved = moved(.adversarial(.ball(0.1, .largestWeight)), ascent: [3, -1e-9, 0, -2, 9, 9])
    #expect(moved == [1.4, -2.4, 0.5, 3.6, 7, 7])
  }

  @Test("none moves nothing and asks for no gradient") func none() {
    #expect(
      WeightDisturbance.none.moved(parameters, layout, seed: 3, step: 0) {
        Issue.record("asked")
        return []
      } == parameters)
  }

  /// 4 weights in 2,500 steps: the mean square of n = 10,000 normal numbers is 1 ± 4√(2/n).
  @Test("noise: a numbered stream for every step, mean square ε², biases stay") func noise() {
    let noise = WeightDisturbance.noise(.ball(0.25, .absolute))
    #expect(moved(noise, step: 4) == moved(noise, step: 4) && moved(noise, step: 4) != moved(noise, step: 5))
    var sum = 0.0
    for step in 0..<2500 {
      let moved = moved(noise, step: step)
      #expect(moved[4...] == [7, 7])
      for i in 0..<4 { sum += (moved[i] - parameters[i]) * (moved[i] - parameters[i]) }
    }
    #expect(abs(sum / 10_000 / 0.0625 - 1) <= 0.0566)
  }
}
