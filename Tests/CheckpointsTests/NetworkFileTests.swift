import MatrixNorms
import Networks
import TensorFiles
import TestSupport
import Testing

@testable import Checkpoints

@Suite("Writing networks") struct NetworkFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Square layers: shapes tell no order.
  private func network(
    _ names: [String], activation: Activation = .relu, biases: Bool = true, width: Int = 3
  ) throws -> FeedForwardNetwork {
    var generator = SeededGenerator(seed: 7)
    func numbers(_ count: Int) -> [Double] { (0..<count).map { _ in .random(in: -1...1, using: &generator) } }
    return try FeedForwardNetwork(
      layers: names.map { name in
        DenseLayer(
          name: name, weight: Matrix(rows: width, columns: width, elements: numbers(width * width)),
          bias: biases ? numbers(width) : nil)
      }, activation: activation)
  }

  private func written(_ network: FeedForwardNetwork) throws -> OpenCheckpoint {
    let path = folder.path("m.safetensors")
    try NetworkFile.write(network, metadata: ["sample": "3"], to: path)
    return try OpenCheckpoint(CheckpointFile(path: path, label: "m", series: "s"), manifest: .init())
  }

  @Test(
    "is read back weight for weight: names kept where they tell the order, numbered where not",
    arguments: [
      (["0.weight", "2.weight", "10.weight"], ["0.weight", "2.weight", "10.weight"]),
      (["fc1.weight", "fc2.weight"], ["fc1.weight", "fc2.weight"]),
      (["fc1", "fc2"], ["fc1.weight", "fc2.weight"]),
      (["dense/kernel:0", "dense_1/kernel:0"], ["0.weight", "1.weight"]),
      (["input.weight", "hidden.weight", "output.weight"], ["0.weight", "1.weight", "2.weight"]),
      (["2.weight", "1.weight"], ["0.weight", "1.weight"]), (["a.weight", "a.weight"], ["0.weight", "1.weight"]),
      (["", ""], ["0.weight", "1.weight"]), (["optimizer.0", "optimizer.1"], ["0.weight", "1.weight"]),
      (["only.weight"], ["only.weight"]),
    ]) func roundTrip(names: [String], expected: [String]) throws
  {
    for biases in [true, false] {
      let network = try network(names, biases: biases)
      let checkpoint = try written(network)
      let back = try checkpoint.network()
      #expect(back.layers.map(\.weight) == network.layers.map(\.weight))
      #expect(back.layers.map(\.bias) == network.layers.map(\.bias))
      #expect(back.layers.map(\.name) == expected)
      #expect(checkpoint.metadata["sample"] == "3")
    }
  }

  @Test(
    "keeps the activation, which the reader takes from the file",
    arguments: [Activation.relu, .sigmoid, .softplus, .clip(lower: 0, upper: 0.1)])
  func activation(activation: Activation) throws {
    let checkpoint = try written(network(["0", "1"], activation: activation))
    #expect(checkpoint.activation == (activation, "file metadata"))
  }

  @Test("names whose shapes give one order stay: 3-4-2 called in and out") func chained() throws {
    let layers = [("in", 4, 3), ("out", 2, 4)].map {
      DenseLayer(name: $0, weight: Matrix(rows: $1, columns: $2, repeating: 0.5))
    }
    let back = try written(FeedForwardNetwork(layers: layers, activation: .relu)).network()
    #expect(back.layers.map(\.name) == ["in.weight", "out.weight"])
  }

  @Test(
    "settings about the model's own names and layout are not applied to what was written: square layers stay upright")
  func otherSettings() throws {
    let network = try network(["a", "c", "b"])
    let path = folder.path("m.safetensors")
    try NetworkFile.write(network, to: path)
    let manifest = ModelManifest(layers: ["a", "c", "b"], layout: .inOut, batchNorm: .after)
    let back = try OpenCheckpoint(CheckpointFile(path: path, label: "m", series: "s"), manifest: manifest)
    #expect(try back.network().layers.map(\.weight) == network.layers.map(\.weight))
    #expect(back.explanation.contains("written by gapbound: its names tell order and layout, not the config"))
  }

  @Test("a checkpoint of this repository survives being written") func fixture() throws {
    let original = try OpenCheckpoint(
      CheckpointFile(path: Fixtures.url("certify/a_bias.safetensors").path, label: "a", series: "s"), manifest: .init()
    ).network()
    let back = try written(original).network()
    #expect(back.layers.map(\.weight) == original.layers.map(\.weight))
    #expect(back.layers.map(\.bias) == original.layers.map(\.bias))
    #expect(back.layers.map(\.name) == original.layers.map(\.name))
  }
}
