import Networks
import TensorFiles

/// What a file holds, by its tensors' names and shapes and by what it says about its structure: no value is read.
public struct CheckpointPlan: Sendable {
  /// Layers from the input to the output where the tensors make a network; otherwise every matrix that was found.
  public let layers: [LayerPlan]
  /// Why the tensors make no network; nil where they do.
  public let obstacle: Obstacle?
  /// The activation that the file's structure tells, and how; nil where it tells none.
  public let activation: (value: Activation, source: String)?
  /// What becomes of every tensor.
  public let coverage: [Coverage]
  /// How the network was found, one sentence each.
  public let remarks: [String]

  /// Why there is no network.
  public enum Obstacle: Sendable, Equatable {
    /// The file has tensors that a dense feed-forward network does not have.
    case foreignTensors(String)
    /// The file describes a network of another kind.
    case structure(String)
    /// The layers have no certain order.
    case order(LayerOrderError)
    /// There is no matrix.
    case noMatrix

    /// The cause in one line.
    public var reason: String {
      switch self {
      case .foreignTensors(let reason), .structure(let reason): reason
      case .order(let error): "\(error)"
      case .noMatrix: "there is no weight matrix in the file"
      }
    }
  }

  /// Sorts the tensors of a file into layers.
  public init(of file: any TensorFile, manifest: ModelManifest) {
    let selection = TensorSelection(file.tensors, states: file.states)
    var found: FoundLayers
    switch file.structure {
    case .names: found = FoundLayers(byNames: selection.selected, isDefinitionOrder: false, manifest)
    case .definitionOrder: found = FoundLayers(byNames: selection.selected, isDefinitionOrder: true, manifest)
    case .modules(let root): found = FoundLayers(modules: root, selection.selected, manifest)
    case .graph(let graph): found = FoundLayers(OnnxSteps.reading(of: graph, in: file), source: "ONNX graph")
    case .keras(let description):
      found = FoundLayers(
        KerasSteps.reading(description, tensors: file.tensors), source: "Keras configuration")
    }
    if file.structure.usesNames, manifest.layers == nil { found.refuse(models: selection.models) }
    if found.layers.isEmpty { found.listMatrices(of: selection.selected) }
    layers = found.layers
    obstacle = found.obstacle
    activation = found.activation
    // A graph or a configuration names its tensors as the file does.
    remarks = (file.structure.usesNames ? selection.remarks : []) + found.remarks
    coverage = TensorCoverage(file, selection, found).lines
  }
}
