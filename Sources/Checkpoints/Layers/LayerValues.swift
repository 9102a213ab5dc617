import MatrixNorms
import TensorFiles

/// The values (W, β) of a layer while they are put together.
struct LayerValues {
  private(set) var rows: Int
  private(set) var columns: Int
  /// W by rows.
  private(set) var elements: [Double]
  /// β; nil stands for zero.
  private(set) var bias: [Double]?

  /// Reads W and β from the file and applies the adjustments. O(entries of W) time, at most twice the memory of W.
  ///
  /// - Precondition: `plan.fault == nil`.
  init(_ plan: LayerPlan, from file: any TensorFile) throws(TensorFileError) {
    (rows, columns) = plan.source.sides
    // A side may be huge beside one of zero: nothing is looped over or allocated for it.
    guard rows > 0, columns > 0 else {
      elements = []
      return
    }
    elements = try Self.weight(plan.source, file)
    if let source = plan.bias { bias = try Self.bias(source, rows: rows, file) }
    for adjustment in plan.adjustments { try apply(adjustment, file) }
  }

  /// W as a matrix, without a copy.
  consuming func takeMatrix() -> Matrix { Matrix(rows: rows, columns: columns, elements: elements) }

  private static func weight(_ source: WeightSource, _ file: any TensorFile) throws(TensorFileError) -> [Double] {
    switch source {
    case .stored(let tensor, let layout, let factor):
      var matrix = Matrix(rows: tensor.shape[0], columns: tensor.shape[1], elements: try file.values(of: tensor))
      if layout == .inOut { matrix = matrix.transposed }
      if factor != 1 { matrix.apply { factor * $0 } }
      return matrix.takeElements()
    case .weightNorm(let magnitude, let direction):
      let scales = try file.values(of: magnitude)
      return normalized(try file.values(of: direction), columns: direction.shape[1], magnitudes: scales)
    case .convolution(let convolution):
      return convolution.matrix(taps: try file.values(of: convolution.kernel))
    }
  }

  /// g_i v_i / ‖v_i‖₂ for every row, or g v / ‖v‖_F where there is one g. A row of zeros gives NaN, as in torch.
  static func normalized(_ direction: [Double], columns: Int, magnitudes: [Double]) -> [Double] {
    var elements = direction
    let length = magnitudes.count == 1 ? direction.count : columns
    for (row, magnitude) in magnitudes.enumerated() {
      let range = row * length..<(row + 1) * length
      var square = 0.0
      for i in range { square += elements[i] * elements[i] }
      let factor = magnitude / square.squareRoot()
      for i in range { elements[i] *= factor }
    }
    return elements
  }

  private static func bias(_ source: BiasSource, rows: Int, _ file: any TensorFile) throws(TensorFileError) -> [Double]
  {
    let values = try file.values(of: source.tensor)
    return (0..<rows).map { i in source.factor * values[values.count == 1 ? 0 : i / source.repeats] }
  }

  private mutating func apply(_ adjustment: LayerAdjustment, _ file: any TensorFile) throws(TensorFileError) {
    switch adjustment {
    case .outputs(let map): applyToOutputs(try map.values(count: rows, file))
    case .inputs(let map): applyToInputs(try map.values(count: columns, file))
    case .outputOrder(let order): reorderOutputs(order)
    case .inputOrder(let order): reorderInputs(order)
    }
  }

  private mutating func applyToOutputs(_ map: (scale: [Double]?, shift: [Double]?)) {
    if let scale = map.scale {
      for i in 0..<rows {
        let s = scale[i]
        for index in i * columns..<(i + 1) * columns { elements[index] *= s }
      }
      bias = bias.map { zip(scale, $0).map { $0 * $1 } }
    }
    if let shift = map.shift { bias = bias.map { zip($0, shift).map { $0 + $1 } } ?? shift }
  }

  private mutating func applyToInputs(_ map: (scale: [Double]?, shift: [Double]?)) {
    if let shift = map.shift {
      var sums = bias ?? Array(repeating: 0, count: rows)
      for i in 0..<rows {
        var sum = 0.0
        for j in 0..<columns { sum += elements[i * columns + j] * shift[j] }
        sums[i] += sum
      }
      bias = sums
    }
    guard let scale = map.scale else { return }
    for i in 0..<rows {
      for j in 0..<columns { elements[i * columns + j] *= scale[j] }
    }
  }

  private mutating func reorderOutputs(_ order: [Int]) {
    var reordered: [Double] = []
    reordered.reserveCapacity(elements.count)
    for i in order { reordered.append(contentsOf: elements[i * columns..<(i + 1) * columns]) }
    elements = reordered
    bias = bias.map { old in order.map { old[$0] } }
  }

  private mutating func reorderInputs(_ order: [Int]) {
    var row = [Double](repeating: 0, count: columns)
    for i in 0..<rows {
      let start = i * columns
      for j in 0..<columns { row[order[j]] = elements[start + j] }
      for j in 0..<columns { elements[start + j] = row[j] }
    }
  }
}

extension ScaleAndShift {
  /// s and t, one entry for each of `count` positions; nil stands for ones and zeros.
  func values(count: Int, _ file: any TensorFile) throws(TensorFileError) -> (scale: [Double]?, shift: [Double]?) {
    switch source {
    case .constants(let scale, let shift):
      return (
        try scale.map { s throws(TensorFileError) in spread(try s.values(file), count) },
        try shift.map { t throws(TensorFileError) in spread(try t.values(file), count) }
      )
    case .batchNormalization(let γ, let β, let μ, let σ2, let ε):
      let means = try file.values(of: μ)
      let gains = try γ.map { t throws(TensorFileError) in try file.values(of: t) }
      let offsets = try β.map { t throws(TensorFileError) in try file.values(of: t) }
      let scale = try file.values(of: σ2).enumerated().map { i, variance in
        (gains?[i] ?? 1) / (variance + ε).squareRoot()
      }
      let shift = means.indices.map { i in (offsets?[i] ?? 0) - scale[i] * means[i] }
      return (spread(scale, count), spread(shift, count))
    case .standardization(let μ, let σ2, let floor):
      // A variance that is no number stays one.
      let scale = try file.values(of: σ2).map { 1 / max($0.squareRoot(), floor) }
      let shift = try file.values(of: μ).enumerated().map { i, mean in -scale[i] * mean }
      return (spread(scale, count), spread(shift, count))
    }
  }

  /// Entry i is coefficient (i / repeats) mod n.
  private func spread(_ coefficients: [Double], _ count: Int) -> [Double] {
    if coefficients.count == count && repeats == 1 { return coefficients }
    return (0..<count).map { coefficients[$0 / repeats % coefficients.count] }
  }
}

extension ScaleAndShift.Coefficients {
  fileprivate func values(_ file: any TensorFile) throws(TensorFileError) -> [Double] {
    switch self {
    case .number(let number): [number]
    case .tensor(let tensor, let factor): try file.values(of: tensor).map { factor * $0 }
    case .reciprocal(let tensor): try file.values(of: tensor).map { 1 / $0 }
    }
  }
}
