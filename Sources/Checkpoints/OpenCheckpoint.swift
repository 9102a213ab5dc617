import MatrixNorms
import Networks
import TensorFiles

/// A checkpoint whose structure has been read and whose values are read on demand, layer by layer.
public struct OpenCheckpoint: Sendable {
  /// The file and its place in a series, with the epoch and step that the file itself tells.
  public let file: CheckpointFile
  /// Free text of the file.
  public let metadata: [String: String]
  /// Its layers.
  public let plan: CheckpointPlan
  /// The activation and where it is known from.
  public let activation: (value: Activation, source: String)
  private let tensors: any TensorFile

  /// Opens a file and sorts its tensors; values stay in the file.
  public init(_ file: CheckpointFile, manifest: ModelManifest) throws(CheckpointError) {
    do { tensors = try TensorFiles.open(file.path) } catch { throw .file(error) }
    plan = CheckpointPlan(of: tensors, manifest: manifest)
    metadata = tensors.metadata
    let told = EpochAndStep(metadata: metadata)
    var placed = file
    placed.epoch = file.epoch ?? told.epoch
    placed.step = file.step ?? told.step
    self.file = placed
    activation = try Self.activation(manifest, metadata, path: file.path)
  }

  private static func activation(
    _ manifest: ModelManifest, _ metadata: [String: String], path: String
  ) throws(CheckpointError) -> (Activation, String) {
    if let said = manifest.activation { return said }
    guard let name = metadata["activation"] else { return (.relu, "assumed") }
    guard let activation = Activation(named: name) else { throw .unknownActivation(path: path, name: name) }
    return (activation, "file metadata")
  }

  /// Reads the matrix (out × in) of a layer.
  public func matrix(_ layer: LayerPlan) throws(CheckpointError) -> Matrix {
    let (rows, columns) = (layer.weight.shape[0], layer.weight.shape[1])
    do {
      let stored = Matrix(rows: rows, columns: columns, elements: try tensors.values(of: layer.weight))
      return layer.layout == .outIn ? stored : stored.transposed
    } catch { throw .file(error) }
  }

  /// Reads all layers as a network.
  public func network() throws(CheckpointError) -> FeedForwardNetwork {
    var layers: [DenseLayer] = []
    for layer in plan.layers {
      let weight = try matrix(layer)
      do {
        let bias = try layer.bias.map { bias throws(TensorFileError) in try tensors.values(of: bias) }
        layers.append(DenseLayer(name: layer.weight.name, weight: weight, bias: bias))
      } catch { throw .file(error) }
    }
    do { return try FeedForwardNetwork(layers: layers, activation: activation.value) } catch {
      throw .network(path: file.path, error)
    }
  }
}

/// Why a checkpoint cannot be read.
public enum CheckpointError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file is not what its extension promises, or is damaged.
  case file(TensorFileError)
  /// Its tensors make no network.
  case network(path: String, NetworkError)
  /// Its metadata name an activation that is not known.
  case unknownActivation(path: String, name: String)

  /// The cause in one line, with the file.
  public var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .network(let path, let error): "\(path): \(error)"
    case .unknownActivation(let path, let name):
      "\(path): unknown activation \"\(name)\" in the metadata; known: \(Activation.named.map(\.name).joined(separator: ", "))"
    }
  }
}
