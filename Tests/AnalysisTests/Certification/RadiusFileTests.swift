import Certification
import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Analysis

@Suite struct RadiusFileTests {
  private static let network = try! FeedForwardNetwork(
    layers: [
      DenseLayer(name: "a", weight: Matrix([[1, 2], [3, 4], [5, 6]]), bias: [0, 0, 0]),
      DenseLayer(name: "b", weight: Matrix([[1, 2, 3], [4, 5, 6]])),
    ], activation: .relu)

  private func radii(_ tensors: [(String, [Int], [Double])]) throws -> [LayerRadius] {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      safetensorsBytes(tensors.map { (name: $0.0, shape: $0.1, values: $0.2) }), "radii.safetensors")
    return try RadiusFile(path: path).radii(of: Self.network.layers)
  }

  @Test("one number, one for each row, one for each entry; a layer that is not named stays") func forms() throws {
    #expect(
      try radii([("a.weight", [1], [0.5]), ("b", [2], [0.25, 1])])
        == [LayerRadius(weight: .uniform(0.5)), LayerRadius(weight: .rows([0.25, 1]))])
    #expect(
      try radii([("b.weight", [2, 3], [1, 2, 3, 4, 5, 6]), ("a.bias", [3], [1, 0, 2])])
        == [
          LayerRadius(weight: .uniform(0), bias: [1, 0, 2]),
          LayerRadius(weight: .entries(Matrix([[1, 2, 3], [4, 5, 6]]))),
        ])
  }

  @Test(
    "the attack: a transposed matrix, a foreign name, a bias of another length",
    arguments: [
      ("a.weight", [2, 3], "tensor a.weight has the shape [2, 3]; the layer needs one radius, [3] or [3, 2]"),
      ("c", [1], "tensor c is no weight or bias of the model; its layers are a, b"),
      ("a.bias", [2], "tensor a.bias has the shape [2]; the bias needs one radius or [3]"),
    ])
  func misfits(_ name: String, _ shape: [Int], _ message: String) throws {
    let error = #expect(throws: AnalysisFailure.self) {
      try radii([(name, shape, Array(repeating: 0, count: shape.reduce(1, *)))])
    }
    #expect(error?.reason.hasSuffix(message) == true, "\(error?.reason ?? "")")
  }
}
