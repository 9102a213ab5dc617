import Certification
import Checkpoints
import MatrixNorms
import Networks
import TensorFiles

/// Radii from a file of tensors (safetensors, npz, …), named as the layers of the model: `NAME` or `NAME.weight` for weights,
/// `NAME.bias` for biases.
///
/// The radius of a weight matrix is one number, one for each output, or one for each entry, stored as the model stores the
/// layer: (out × in), or (in × out) where that is its layout. A layer that the file does not name stays as it is. Radii are trusted to be no more than numbers: shapes and values are checked.
struct RadiusFile {
  private let file: any TensorFile

  init(path: String) throws(AnalysisFailure) {
    do { file = try TensorFiles.open(path) } catch { throw AnalysisFailure("\(error)") }
  }

  /// The radii of layers; `layouts` says which matrices are stored (in × out).
  func radii(
    of layers: [DenseLayer], _ layouts: [ModelManifest.Layout?] = []
  ) throws(AnalysisFailure) -> [LayerRadius] {
    var used = Set<String>()
    var radii: [LayerRadius] = []
    for (k, layer) in layers.enumerated() {
      var radius = LayerRadius(weight: .uniform(0))
      if let tensor = [layer.name, layer.name + ".weight"].compactMap({ file[$0] }).first {
        radius.weight = try weightRadius(
          tensor, layer, isTransposed: layouts.indices.contains(k) && layouts[k] == .inOut)
        used.insert(tensor.name)
      }
      if let tensor = file[layer.biasName] {
        radius.bias = try biasRadius(tensor, layer)
        used.insert(tensor.name)
      }
      radii.append(radius)
    }
    guard let foreign = file.tensors.first(where: { !used.contains($0.name) }) else { return radii }
    throw fault(
      foreign, "is no weight or bias of the model; its layers are \(layers.map(\.name).joined(separator: ", "))"
    )
  }

  private func weightRadius(
    _ tensor: TensorDescription, _ layer: DenseLayer, isTransposed: Bool
  ) throws(AnalysisFailure) -> WeightRadius {
    let (rows, columns) = (layer.weight.rows, layer.weight.columns)
    let (shape, full) = (tensor.shape, isTransposed ? [columns, rows] : [rows, columns])
    switch shape {
    case [], [1], [1, 1]: return .uniform(try values(tensor)[0])
    case [rows], [rows, 1]: return .rows(try values(tensor))
    case full:
      let E = Matrix(rows: full[0], columns: full[1], elements: try values(tensor))
      return .entries(isTransposed ? E.transposed : E)
    default:
      throw fault(tensor, "has the shape \(shape); the layer needs one radius, [\(rows)] or \(full)")
    }
  }

  private func biasRadius(_ tensor: TensorDescription, _ layer: DenseLayer) throws(AnalysisFailure) -> [Double] {
    let rows = layer.weight.rows
    switch tensor.shape {
    case [], [1]: return Array(repeating: try values(tensor)[0], count: rows)
    case [rows]: return try values(tensor)
    default: throw fault(tensor, "has the shape \(tensor.shape); the bias needs one radius or [\(rows)]")
    }
  }

  private func values(_ tensor: TensorDescription) throws(AnalysisFailure) -> [Double] {
    do { return try file.values(of: tensor) } catch { throw AnalysisFailure("\(error)") }
  }

  private func fault(_ tensor: TensorDescription, _ text: String) -> AnalysisFailure {
    AnalysisFailure("\(file.path): tensor \(tensor.name) \(text)")
  }
}

extension DenseLayer {
  /// The usual name of the bias beside a weight: `fc.weight` has `fc.bias`, `fc` has `fc.bias`.
  fileprivate var biasName: String {
    (name.hasSuffix(".weight") ? String(name.dropLast(7)) : name) + ".bias"
  }
}
