import TensorFiles

extension KerasStepBuilder {
  /// Flatten, Reshape and Permute: the first two keep the order of the entries.
  mutating func addShapeChange(_ layer: KerasLayer) throws(KerasFault) {
    guard let sides = shape, let count = checkedElementCount(sides) else {
      guard layer.className == "Flatten" else { throw KerasFault("layer \(layer.name) on a value of unknown shape") }
      leaveOut(layer)
      return
    }
    switch layer.className {
    case "Flatten":
      // Keras moves the channels to the end before.
      if try layer.isChannelsFirst, sides.count > 1 {
        try reorder(sides, axes: Array(1..<sides.count) + [0], layer)
      }
      shape = [count]
    case "Reshape": shape = try reshaped(layer, count: count)
    default: try permute(layer, sides)
    }
    if layer.className != "Permute" { leaveOut(layer) }
  }

  private mutating func leaveOut(_ layer: KerasLayer) {
    remark("\(layer.title) keeps the order of the values")
  }

  private func reshaped(_ layer: KerasLayer, count: Int) throws(KerasFault) -> [Int] {
    let target = (layer.config["target_shape"].elements ?? []).map { $0.integer ?? 0 }
    let known = target.filter { $0 != -1 }
    guard target.count - known.count <= 1, known.allSatisfy({ $0 > 0 }), let product = checkedElementCount(known),
      target.count > known.count ? count % product == 0 : count == product
    else { throw KerasFault("layer \(layer.name), which reshapes \(count) values to \(target)") }
    return target.map { $0 == -1 ? count / product : $0 }
  }

  private mutating func permute(_ layer: KerasLayer, _ sides: [Int]) throws(KerasFault) {
    // Keras counts from 1, the batch being 0.
    let axes = (layer.config["dims"].elements ?? []).map { ($0.integer ?? 0) &- 1 }
    guard axes.sorted() == Array(sides.indices) else {
      throw KerasFault("layer \(layer.name), which permutes \(sides.count) axes by \(axes.map { $0 &+ 1 })")
    }
    try reorder(sides, axes: axes, layer)
    shape = axes.map { sides[$0] }
  }
}
