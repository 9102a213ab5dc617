import MatrixNorms
import Networks

/// Collects columns, rows and switches of a `MarginProgram`, one hidden layer after another.
struct MarginProgramBuilder {
  private(set) var rows: [LinearProgram.Row] = []
  private(set) var (lower, upper): ([Double], [Double]) = ([], [])
  private(set) var switches: [KinkSwitch] = []
  private(set) var places: [[MarginProgram.Place]] = []
  /// p and q.
  private let kinks: (lower: Double, upper: Double)

  init(_ activation: Activation) { kinks = (activation.linearPart.from, activation.linearPart.to) }

  /// Adds the next hidden layer. O(parameters of the layer).
  mutating func append(_ layer: DenseLayer, _ radius: LayerRadius, _ ends: RowEnds, sample: Int) {
    let below = places.last
    places.append([])
    for i in 0..<layer.weight.rows {
      let (least, largest) = (ends.outputs.lower[sample, i], ends.outputs.upper[sample, i])
      guard least < largest else {
        places[places.count - 1].append(.constant(largest))
        continue
      }
      let column = newColumn(from: least, to: largest)
      places[places.count - 1].append(.column(column, largest: largest))
      guard let below else { continue }
      let neuron = Neuron(
        column: column, g: (ends.low.lower[sample, i], ends.low.upper[sample, i]),
        h: (ends.high.lower[sample, i], ends.high.upper[sample, i]), output: (least, largest))
      if radius.weight.isZero && radius.largestBias == 0 {
        appendRow(neuron, layer, radius, i, below, sides: [.high, .low])
      } else {
        appendRow(neuron, layer, radius, i, below, sides: [.high])
        appendRow(neuron, layer, radius, i, below, sides: [.low])
      }
    }
  }

  private struct Neuron {
    let column: Int
    let (g, h): ((lower: Double, upper: Double), (lower: Double, upper: Double))
    let output: (lower: Double, upper: Double)
  }

  private enum Side { case high, low }

  private mutating func newColumn(from least: Double, to largest: Double) -> Int {
    lower.append(least)
    upper.append(largest)
    return lower.count - 1
  }

  /// z − Ŵv ≤ … with the slack of the lower kink (high side), z − Ŵv ≥ … with that of the upper kink (low side), or both in one
  /// row where nothing moves.
  private mutating func appendRow(
    _ neuron: Neuron, _ layer: DenseLayer, _ radius: LayerRadius, _ i: Int, _ below: [MarginProgram.Place],
    sides: [Side]
  ) {
    var row = LinearProgram.Row()
    row.append(1, at: neuron.column)
    let end = sides[0] == .high ? 1.0 : -1.0
    let β = layer.bias?[i] ?? 0
    let b = radius.bias?[i] ?? 0
    var (constant, magnitude) = (β + end * b, β.magnitude + b)
    for (j, place) in below.enumerated() {
      let (w, e) = (layer.weight[i, j], radius.weight[i, j])
      let moved = w + end * e
      magnitude += (w.magnitude + e) * place.largest
      switch place {
      case .column(let column, _): if moved != 0 { row.append(-moved, at: column) }
      case .constant(let value): constant += moved * value
      }
    }
    let lost = roundOff(of: magnitude, terms: below.count)
    var hulls: [LinearProgram.Row] = []
    for side in sides {
      switch side {
      case .high: row.upper = constant + lost
      case .low: row.lower = constant - lost
      }
      guard let (slack, hull) = appendSwitch(neuron, side) else { continue }
      row.append(side == .high ? -1 : 1, at: slack)
      hulls.append(hull)
    }
    // A side that the neuron's own bounds imply already.
    if sides == [.low], neuron.g.upper <= kinks.lower { return }
    if sides == [.high], neuron.h.lower >= kinks.upper { return }
    rows.append(row)
    rows += hulls
  }

  /// The slack's column and the row that relaxes the choice; nil where there is no choice.
  private mutating func appendSwitch(_ neuron: Neuron, _ side: Side) -> (slack: Int, hull: LinearProgram.Row)? {
    let isLower = side == .high
    let reach = ((isLower ? kinks.lower - neuron.h.lower : neuron.g.upper - kinks.upper)).nextUp
    // Below the normal range quotients are no longer rounded by a share of themselves: no hull is looser and sound.
    guard reach > .leastNormalMagnitude else { return nil }
    let value = isLower ? kinks.lower : kinks.upper
    let height = (isLower ? neuron.output.upper - value : value - neuron.output.lower).nextUp
    let slack = newColumn(from: 0, to: reach)
    switches.append(
      KinkSwitch(
        column: neuron.column, slack: slack, value: value, isLower: isLower, row: rows.count, height: height,
        reach: reach))
    return (slack, Self.hull(neuron.column, slack, value: value, isLower: isLower, height: height, reach: reach))
  }

  /// ±(z − value) · reach + slack · height ≤ height · reach, divided by the larger of the two; both factors of the left side are
  /// rounded down and the right side up.
  private static func hull(
    _ column: Int, _ slack: Int, value: Double, isLower: Bool, height: Double, reach: Double
  ) -> LinearProgram.Row {
    let (down, up) = (1 - 4 * unitRoundOff, 1 + 4 * unitRoundOff)
    let larger = max(height, reach)
    let (steepness, weight) = (reach / larger * down, height / larger * down)
    let limit = min(height, reach) * up
    var row = LinearProgram.Row()
    row.append(isLower ? steepness : -steepness, at: column)
    row.append(weight, at: slack)
    let shift = steepness * value
    row.upper = limit + (isLower ? shift : -shift) + 4 * unitRoundOff * (limit + shift.magnitude) + underflow
    return row
  }
}
