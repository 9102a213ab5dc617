import TensorFiles

extension KerasStepBuilder {
  /// γ (z − μ) / √(σ² + ε) + β along one axis.
  mutating func addBatchNormalization(_ layer: KerasLayer) throws(KerasFault) {
    let hasScale = try layer.flag("scale")
    let hasShift = try layer.flag("center")
    var found = try weights.tensors(
      of: layer, (hasScale ? ["gamma"] : []) + (hasShift ? ["beta"] : []) + ["moving_mean", "moving_variance"])[...]
    let repeats = try repeats(alongAxisOf: layer, count: found[0].elementCount)
    let scale = hasScale ? found.removeFirst() : nil
    let shift = hasShift ? found.removeFirst() : nil
    let (mean, variance) = (found.removeFirst(), found.removeFirst())
    let epsilon = try layer.config.finiteNumber("epsilon", of: layer.name) ?? 0.001
    add(
      .batchNormalization(scale: scale, shift: shift, mean: mean, variance: variance, epsilon: epsilon),
      repeats: repeats, layer)
  }

  /// (z − μ) / max(σ, 10⁻⁷), with statistics of the training data, by tensors or by numbers in the configuration. A feature
  /// that is constant in the training data has σ = 0.
  mutating func addNormalization(_ layer: KerasLayer) throws(KerasFault) {
    guard [.null, .bool(false)].contains(layer.config["invert"]) else {
      throw KerasFault("layer \(layer.name), an inverted Normalization")
    }
    let floor = 1e-7
    if layer.config["mean"] != .null {
      guard let mean = layer.config["mean"].number, let variance = layer.config["variance"].number, variance >= 0
      else { throw KerasFault("layer \(layer.name) with statistics in the configuration that are no two numbers") }
      let scale = 1 / max(variance.squareRoot(), floor)
      return add(.constants(scale: .number(scale), shift: .number(-mean * scale)), repeats: 1, layer)
    }
    let found = try weights.tensors(of: layer, ["mean", "variance"], ignoring: "count")
    let repeats = layer.config["axis"] == .null ? 1 : try repeats(alongAxisOf: layer, count: found[0].elementCount)
    add(.standardization(mean: found[0], variance: found[1], floor: floor), repeats: repeats, layer)
  }

  /// scale · z + offset.
  mutating func addRescaling(_ layer: KerasLayer) throws(KerasFault) {
    guard let scale = layer.config["scale"].number else {
      throw KerasFault("layer \(layer.name) with another scale for each channel")
    }
    let offset = layer.config["offset"]
    guard let shift = offset == .null ? 0 : offset.number else {
      throw KerasFault("layer \(layer.name) with another offset for each channel")
    }
    add(.constants(scale: .number(scale), shift: .number(shift)), repeats: 1, layer)
  }

  private mutating func add(_ source: ScaleAndShift.Source, repeats: Int, _ layer: KerasLayer) {
    append(.scaleAndShift(ScaleAndShift(source, repeats: repeats)), layer.title)
  }

  /// How often each coefficient repeats in a row: the product of the sides after its axis.
  private func repeats(alongAxisOf layer: KerasLayer, count: Int) throws(KerasFault) -> Int {
    let said = layer.config["axis"]
    let axis = said == .null ? -1 : said.integer ?? (said.elements?.count == 1 ? said.elements?[0].integer : nil)
    guard let axis, let sides = shape ?? (axis == -1 || axis == 1 ? [count] : nil) else {
      throw KerasFault("layer \(layer.name) along several axes or on a value of unknown shape")
    }
    // The batch is axis 0.
    let place = axis < 0 ? sides.count &+ axis : axis &- 1
    guard sides.indices.contains(place), sides[place] == count else {
      throw KerasFault("layer \(layer.name) with \(count) statistics along axis \(axis) of a value of shape \(sides)")
    }
    return sides[(place + 1)...].reduce(1, *)
  }
}
