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
  /// True for a file of `NetworkFile`.
  private let isOwn: Bool

  /// Opens a file and sorts its tensors; values stay in the file.
  public init(_ file: CheckpointFile, manifest: ModelManifest) throws(CheckpointError) {
    do { tensors = try TensorFiles.open(file.path) } catch { throw .file(error) }
    metadata = tensors.metadata
    // Names and layout of such a file are its own, whatever is said about the model that it was made from.
    isOwn = NetworkFile.wrote(metadata)
    let manifest = isOwn ? ModelManifest(activation: manifest.activation) : manifest
    plan = CheckpointPlan(of: tensors, manifest: manifest)
    let told = EpochAndStep(metadata: metadata)
    var placed = file
    placed.epoch = file.epoch ?? told.epoch
    placed.step = file.step ?? told.step
    self.file = placed
    activation = try Self.activation(plan, manifest, metadata, path: file.path)
  }

  /// The structure of the file decides; then the manifest, the metadata, and ReLU, which is said to be assumed.
  private static func activation(
    _ plan: CheckpointPlan, _ manifest: ModelManifest, _ metadata: [String: String], path: String
  ) throws(CheckpointError) -> (Activation, String) {
    if let told = plan.activation {
      guard let said = manifest.activation, said.value != told.value else { return told }
      throw .otherActivation(
        path: path, file: "\(told.value.name) (\(told.source))", said: "\(said.value.name) (\(said.source))")
    }
    if let said = manifest.activation { return said }
    guard let name = metadata["activation"] else { return (.relu, "assumed") }
    guard let activation = Activation(named: name) else { throw .unknownActivation(path: path, name: name) }
    return (activation, "file metadata")
  }

  /// True for a binary classifier whose one output z stands for the logits (0, z).
  private var hasSingleOutput: Bool { plan.layers.last?.outputs == 1 }

  /// All files that the checkpoint consists of.
  public var files: [String] { tensors.files }

  /// The SHA-256 digest of these files one after another, in hexadecimal. O(size) time, O(1) memory.
  public func digest() throws(CheckpointError) -> String {
    do { return try sha256(ofFiles: files) } catch { throw .file(error) }
  }

  /// How the file was read, one sentence each: container, wrappers and prefixes, order, activation, what was folded.
  public var explanation: [String] {
    let format = TensorFiles.format(of: file.path).map { "format: \($0.name)" }
    var lines = [format].compactMap(\.self) + tensors.remarks + plan.remarks
    if isOwn { lines.append("written by gapbound: its names tell order and layout, not the config") }
    if let obstacle = plan.obstacle {
      lines.append("no network: \(obstacle.reason)")
    } else {
      let widths = [plan.layers[0].inputs] + plan.layers.map(\.outputs)
      lines.append("\(plan.layers.count) layers \(widths.map(String.init).joined(separator: "-"))")
      if hasSingleOutput { lines.append("the one output z is read as the logits (0, z) of two classes") }
      if plan.layers.count > 1 { lines.append("activation \(activation.value.name) (\(activation.source))") }
    }
    return lines
  }

  /// Reads the matrix (out × in) of a layer, whatever its bias is.
  public func matrix(_ layer: LayerPlan) throws(CheckpointError) -> Matrix {
    var alone = layer
    alone.bias = nil
    return try values(of: alone).takeMatrix()
  }

  /// Reads all layers as a network. One output z becomes the logits (0, z): class 1 where z > 0.
  ///
  /// - Throws: `noNetwork` where the plan has an obstacle, and what reading the values throws.
  public func network() throws(CheckpointError) -> FeedForwardNetwork {
    if let obstacle = plan.obstacle { throw .noNetwork(path: file.path, obstacle) }
    var layers: [DenseLayer] = []
    for layer in plan.layers {
      let values = try values(of: layer)
      let bias = values.bias
      layers.append(DenseLayer(name: layer.label, weight: values.takeMatrix(), bias: bias))
    }
    if hasSingleOutput, let last = layers.popLast() { layers.append(last.pairedWithZero) }
    do { return try FeedForwardNetwork(layers: layers, activation: activation.value) } catch {
      throw .network(path: file.path, error)
    }
  }

  private func values(of layer: LayerPlan) throws(CheckpointError) -> LayerValues {
    if let fault = layer.fault { throw .layer(path: file.path, "\(layer.name): \(fault)") }
    do { return try LayerValues(layer, from: tensors) } catch { throw .file(error) }
  }
}

/// Why a checkpoint cannot be read.
public enum CheckpointError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file is not what its extension promises, or is damaged.
  case file(TensorFileError)
  /// The tensors of one layer do not fit each other.
  case layer(path: String, String)
  /// What it holds is no dense feed-forward network, or not for certain.
  case noNetwork(path: String, CheckpointPlan.Obstacle)
  /// The numbers of its tensors make no network.
  case network(path: String, NetworkError)
  /// Its metadata name an activation that is not known.
  case unknownActivation(path: String, name: String)
  /// Its structure has another activation than the user says.
  case otherActivation(path: String, file: String, said: String)

  /// The cause in one line, with the file.
  public var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .layer(let path, let fault): "\(path): \(fault)"
    case .noNetwork(let path, let obstacle): "\(path): \(obstacle.reason)"
    case .network(let path, let error): "\(path): \(error)"
    case .unknownActivation(let path, let name):
      "\(path): unknown activation \"\(name)\" in the metadata; known: \(Activation.named.map(\.name).joined(separator: ", "))"
    case .otherActivation(let path, let file, let said):
      "\(path): the file's activation is \(file), the settings say \(said)"
    }
  }
}
