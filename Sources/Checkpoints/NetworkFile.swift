import Networks
import TensorFiles

/// Writes networks so that `OpenCheckpoint` reads them back, weight for weight.
public enum NetworkFile {
  /// Writes a safetensors file with `<layer>.weight` (out × in) and `<layer>.bias`; the metadata name the activation.
  ///
  /// Layers keep their names where a reader finds the same order by them, and are called 0, 1, … where it would not: a bare
  /// set of tensors has no order but that of its names. The metadata name the writer as well, so that settings about the
  /// names and the layout of *other* files are not applied to this one. O(parameters).
  ///
  /// - Parameter metadata: further lines of text; `activation` and `writer` are set here.
  /// - Throws: `cannotWrite`.
  public static func write(
    _ network: FeedForwardNetwork, metadata: [String: String] = [:],
    precision: SafetensorsWriter.Precision = .double, to path: String
  ) throws(TensorFileWriteError) {
    // As the model has them: what the reader put there, it will put there again.
    let layers = network.layers.map(\.own)
    let own = layers.map(stem)
    let names = keepOrder(own, layers) ? own : layers.indices.map(String.init)
    try SafetensorsWriter.write(
      tensors(of: layers, names),
      metadata: metadata.merging(["activation": network.activation.name, "writer": writer]) { $1 },
      precision: precision, to: path)
  }

  private static let writer = "gapbound"

  /// True for the metadata of a file that was written here.
  static func wrote(_ metadata: [String: String]) -> Bool { metadata["writer"] == writer }

  /// A layer's name without the word for its matrix.
  private static func stem(_ layer: DenseLayer) -> String {
    layer.name.hasSuffix(".weight") ? String(layer.name.dropLast(".weight".count)) : layer.name
  }

  private static func tensors(of layers: [DenseLayer], _ names: [String]) -> [TensorValues] {
    zip(names, layers).flatMap { name, layer in
      let weight = TensorValues(
        name: "\(name).weight", shape: [layer.weight.rows, layer.weight.columns], values: layer.weight.elements)
      return [weight]
        + (layer.bias.map { [TensorValues(name: "\(name).bias", shape: [$0.count], values: $0)] } ?? [])
    }
  }

  /// True where a reader of these names finds the layers in the network's order, each with its bias.
  private static func keepOrder(_ names: [String], _ layers: [DenseLayer]) -> Bool {
    guard Set(names).count == names.count, !names.contains("") else { return false }
    let tensors = zip(names, layers).flatMap { name, layer in
      [NamedShape(name: "\(name).weight", shape: [layer.weight.rows, layer.weight.columns])]
        + (layer.bias.map { [NamedShape(name: "\(name).bias", shape: [$0.count])] } ?? [])
    }
    let plan = CheckpointPlan(of: UnwrittenFile(tensors.sorted { $0.name < $1.name }), manifest: ModelManifest())
    return plan.obstacle == nil && plan.layers.map(\.source.tensor.name) == names.map { "\($0).weight" }
      && plan.layers.map(\.bias?.tensor.name) == zip(names, layers).map { $1.bias == nil ? nil : "\($0).bias" }
      && plan.layers.allSatisfy { $0.layout == .outIn }
  }
}

private struct NamedShape {
  let name: String
  let shape: [Int]
}

/// The tensors of a file that is to be written, for a look at how it will be read.
private struct UnwrittenFile: TensorFile {
  let path = ""
  let tensors: [TensorDescription]

  init(_ tensors: [NamedShape]) {
    self.tensors = tensors.map {
      TensorDescription(name: $0.name, elementType: .float64, storedType: "F64", shape: $0.shape)
    }
  }

  func values(of tensor: TensorDescription, elements: Range<Int>) throws(TensorFileError) -> [Double] {
    preconditionFailure("the file is not written yet")
  }
}
