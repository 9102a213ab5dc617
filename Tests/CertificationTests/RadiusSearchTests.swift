import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Certification

@Suite struct RadiusSearchTests {
  @Test("the grid has three digits: 1e-9, 1.01e-9, …, 9.99e-9, 1e-8, …, 1000") func grid() {
    let grid = RadiusSearch.grid
    #expect(grid[0] == 1e-9 && grid[1] == 1.01e-9 && grid[899] == 9.99e-9 && grid[900] == 1e-8)
    #expect(grid[grid.count - 1] == 1000 && grid[900 * 9 + 234] == 3.34)
    #expect((1..<grid.count).allSatisfy { grid[$0] > grid[$0 - 1] })
  }

  @Test("one layer, x = (1, 2), margin 1·1 + 2·2 − 0.5 = 4.5: lost at 2ε·3 = 4.5, ε = 0.75; certified up to 0.749")
  func handWorked() throws {
    let layer = DenseLayer(name: "1", weight: Matrix([[1, 2], [0, 0]]), bias: [-0.5, 0])
    let unit = try PerturbedNetwork(FeedForwardNetwork(layers: [layer], activation: .relu), radii: [1])
    let inputs = Matrix([[1, 2], [1, 2]])
    let radii = RadiusSearch.largestRadii(of: unit, inputs, labels: [0, 1], methods: certificateCatalogue)
    #expect(radii == [0.749, 0])
  }

  @Test("certified at the radius, not at the next one of the grid, by all methods together", arguments: UInt64(0)..<20)
  func isTheLargest(_ seed: UInt64) throws {
    let example = RandomCase(seed: seed)
    let unit = try PerturbedNetwork(example.network, radii: example.radii.map { $0 == 0 ? 0 : 1 })
    let radii = RadiusSearch.largestRadii(
      of: unit, example.inputs, labels: example.labels, methods: certificateCatalogue)
    let grid = RadiusSearch.grid
    func best(_ radius: Double, _ sample: Int) -> Double {
      let ball = unit.scaled(by: radius)
      let input = LabelGroups.gather([sample], of: example.inputs)
      let pass = ForwardPass(ball, on: input)
      return certificateCatalogue.map { $0.robustMargins(ball, pass, labels: [example.labels[sample]])[0] }.max()!
    }
    for (i, radius) in radii.enumerated() {
      if radius > 0 { #expect(best(radius, i) > 0) }
      let next = (0..<grid.count).first { grid[$0] > radius }
      if let next, best(0, i) > 0 { #expect(best(grid[next], i) <= 0) }
    }
  }
}
