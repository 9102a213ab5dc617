import TensorFiles

/// What a file holds, by its tensors' names and shapes alone: no value is read.
public struct CheckpointPlan: Sendable {
  /// Layers from the input to the output where the tensors make a network; otherwise every matrix in natural order.
  public let layers: [LayerPlan]
  /// Why the tensors make no network; nil where they do.
  public let obstacle: Obstacle?
  /// What becomes of every tensor.
  public let coverage: [Coverage]

  /// Why there is no network.
  public enum Obstacle: Sendable, Equatable {
    /// The file has tensors that a dense feed-forward network does not have.
    case foreignTensors(String)
    /// The layers have no certain order.
    case order(LayerOrderError)
    /// There is no matrix.
    case noMatrix
  }

  /// Sorts the tensors of a file into layers.
  public init(of file: any TensorFile, manifest: ModelManifest) {
    let numbers = file.tensors.filter { $0.elementType?.isFloatingPoint == true }
    let named = NamedLayers(of: numbers)
    var reading = ""
    (layers, obstacle) = {
      guard !named.layers.isEmpty else { return ([], .noMatrix) }
      if let other = named.others.first {
        return (named.layers, .foreignTensors("\(other.name) of shape \(other.shape) is no part of a dense layer"))
      }
      do throws(LayerOrderError) {
        let order = try LayerOrder(named.layers, manifest: manifest)
        reading = order.reading
        return (order.layers, nil)
      } catch {
        return (named.layers, .order(error))
      }
    }()
    coverage = Self.coverage(of: file, layers: layers, reading: reading)
  }

  private static func coverage(of file: any TensorFile, layers: [LayerPlan], reading: String) -> [Coverage] {
    var reasons: [String: String] = [:]
    for (k, layer) in layers.enumerated() {
      let place = reading.isEmpty ? "matrix, norms only" : "weight of layer \(k + 1) of \(layers.count) (\(reading))"
      reasons[layer.weight.name] = layer.layout == .outIn ? place : place + ", stored (in × out)"
      if let bias = layer.bias, !reading.isEmpty { reasons[bias.name] = "bias of layer \(k + 1)" }
    }
    return file.tensors.map { tensor in
      if let reason = reasons[tensor.name] {
        return Coverage(path: file.path, tensor: tensor.name, status: .analysed, reason: reason)
      }
      let reason =
        tensor.elementType.map { type in
          type.isFloatingPoint
            ? "shape \(tensor.shape): not a matrix" : "\(tensor.storedType) numbers are not weights of a dense layer"
        } ?? "elements of type \(tensor.storedType) are not read"
      return Coverage(path: file.path, tensor: tensor.name, status: .skipped, reason: reason)
    }
  }
}
