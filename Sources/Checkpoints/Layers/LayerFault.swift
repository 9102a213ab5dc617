import TensorFiles

extension LayerPlan {
  /// Why the tensors of this layer do not fit each other; nil where they do. Shapes are a file's, so that nothing may be
  /// read by them before.
  var fault: String? {
    if let fault = source.fault { return fault }
    if let bias,
      bias.repeats < 1 || bias.tensor.elementCount != 1 && bias.tensor.elementCount != outputs / bias.repeats
        || outputs % bias.repeats != 0
    {
      return "\(bias.tensor.name) has \(bias.tensor.elementCount) entries for \(outputs) outputs"
    }
    for adjustment in adjustments {
      let fault =
        switch adjustment {
        case .outputs(let map): map.fault(count: outputs)
        case .inputs(let map): map.fault(count: inputs)
        case .outputOrder(let order):
          order.permutes(outputs) ? nil : "an order of \(order.count) for \(outputs) outputs"
        case .inputOrder(let order): order.permutes(inputs) ? nil : "an order of \(order.count) for \(inputs) inputs"
        }
      if let fault { return fault }
    }
    return nil
  }
}

extension WeightSource {
  fileprivate var fault: String? {
    switch self {
    case .stored(let tensor, _, _):
      return tensor.shape.count == 2 ? nil : "\(tensor.name) of shape \(tensor.shape) is no matrix"
    case .weightNorm(let magnitude, let direction):
      guard direction.shape.count == 2 else { return "\(direction.name) of shape \(direction.shape) is no matrix" }
      // One for each row (dim = 0, the default) or one for all (dim = None).
      let isByRow = magnitude.shape == [direction.shape[0], 1] || magnitude.shape == [direction.shape[0]]
      return isByRow || magnitude.elementCount == 1
        ? nil : "weight_norm of shape \(magnitude.shape) for a matrix of shape \(direction.shape): not by rows"
    case .convolution(let convolution):
      return convolution.fault.map { "convolution \(convolution.kernel.name): \($0)" }
    }
  }
}

extension ScaleAndShift {
  fileprivate func fault(count: Int) -> String? {
    let sizes = Set(tensors.map(\.elementCount))
    guard let size = sizes.first else { return nil }
    // Vectors of a normalization have one length; a constant operand may be a single number.
    let isBatch = if case .constants = source { false } else { true }
    if isBatch && sizes.count > 1 { return "vectors of \(sizes.sorted()) entries in one batch normalization" }
    let fits = sizes.allSatisfy { $0 >= 1 && repeats >= 1 && ($0 == 1 && !isBatch || divides($0, count)) }
    return fits ? nil : "\(sizes.max() ?? size) \(isBatch ? "channels" : "coefficients") for \(count) entries"
  }

  /// True where `size` coefficients, each `repeats` times in a row, fill `count` entries a whole number of times.
  private func divides(_ size: Int, _ count: Int) -> Bool {
    let (period, overflow) = size.multipliedReportingOverflow(by: repeats)
    return !overflow && count % period == 0
  }
}

extension [Int] {
  /// True for a permutation of 0 ..< count.
  fileprivate func permutes(_ count: Int) -> Bool {
    guard self.count == count else { return false }
    var isSeen = [Bool](repeating: false, count: count)
    for i in self {
      guard 0..<count ~= i, !isSeen[i] else { return false }
      isSeen[i] = true
    }
    return true
  }
}
