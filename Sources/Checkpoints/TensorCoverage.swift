import TensorFiles

/// What becomes of every tensor of a file, in the order of the file.
struct TensorCoverage {
  let lines: [Coverage]

  init(_ file: any TensorFile, _ selection: TensorSelection, _ found: FoundLayers) {
    let used = Self.uses(of: found)
    let aside = Dictionary(selection.setAside.map { ($0.tensor.name, $0.reason) }) { a, _ in a }
    lines = file.tensors.map { tensor in
      if let use = used[tensor.name] {
        return Coverage(path: file.path, tensor: tensor.name, status: .analysed, reason: use)
      }
      let reason = aside[tensor.name] ?? Self.reason(tensor, isDescribed: !file.structure.usesNames)
      return Coverage(path: file.path, tensor: tensor.name, status: .skipped, reason: reason)
    }
  }

  /// What each tensor is used for, by name.
  private static func uses(of found: FoundLayers) -> [String: String] {
    var uses: [String: String] = [:]
    func add(_ tensor: TensorDescription, _ use: String) {
      uses[tensor.name] = uses[tensor.name].map { "\($0); \(use)" } ?? use
    }
    for (k, layer) in found.layers.enumerated() {
      let place = "layer \(k + 1) of \(found.layers.count)"
      let isNetwork = !found.reading.isEmpty && found.obstacle == nil
      let weight = isNetwork ? "weight of \(place) (\(found.reading))" : "matrix, norms only"
      let kind = "\(weight)\(layer.source.remark)"
      for tensor in layer.source.tensors { add(tensor, kind) }
      if let bias = layer.bias, isNetwork { add(bias.tensor, "bias of layer \(k + 1)") }
      for tensor in layer.adjustments.flatMap(\.tensors) where isNetwork { add(tensor, "folded into layer \(k + 1)") }
    }
    return uses
  }

  private static func reason(_ tensor: TensorDescription, isDescribed: Bool) -> String {
    if tensor.isPickledObjects { return "pickled object array: not read, since unpickling can execute code" }
    guard let type = tensor.elementType else { return "elements of type \(tensor.storedType) are not read" }
    if !type.isFloatingPoint { return "\(tensor.storedType) numbers are not weights of a dense layer" }
    // What a graph or a configuration does not use is no weight.
    if isDescribed { return "no weight, bias or normalization between input and output" }
    return tensor.shape.count == 2 ? "no part of the network" : "shape \(tensor.shape): not a matrix"
  }
}

extension WeightSource {
  fileprivate var remark: String {
    switch self {
    case .stored(_, .outIn, 1): ""
    case .stored(_, .inOut, 1): ", stored (in × out)"
    case .stored(_, .outIn, let factor): ", times \(factor)"
    case .stored(_, .inOut, let factor): ", stored (in × out), times \(factor)"
    case .weightNorm: ", weight_norm resolved"
    case .convolution(let convolution):
      ", as the \(convolution.outputCount) × \(convolution.inputCount) matrix of the convolution"
    }
  }
}
