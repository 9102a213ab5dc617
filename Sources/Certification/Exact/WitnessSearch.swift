/// Looks for moves that misclassify: sign-gradient steps on t, where one step per neuron goes from end to end.
struct WitnessSearch {
  let model: SampleModel
  /// The classes but the label, the most endangered one at the centre first.
  let classes: [Int]
  /// The smallest margin so far, and where.
  private(set) var best: (moves: RowMoves, class: Int, margin: Double)
  private let centre: (RowMoves, SampleModel.Trace)

  init(_ model: SampleModel) {
    self.model = model
    let centre = model.trace { _, _, _, _ in 0 }
    let margins = model.margins(centre.1)
    self.centre = centre
    classes = margins.indices.filter { $0 != model.label }.sorted { margins[$0] < margins[$1] }
    best = (centre.0, classes[0], margins[classes[0]])
  }

  /// Step lengths; 2 goes from one end to the other.
  private static let steps = [2, 2, 2, 2, 1, 0.5, 0.5, 0.25, 0.25, 0.1]

  /// From the centre towards every class, until the thread's clock or a margin ≤ 0 ends it.
  mutating func searchAllClasses(until deadline: Double) {
    for j in classes where ThreadClock.now < deadline {
      descend(from: centre, to: j)
      if best.margin <= 0 { return }
    }
  }

  /// From moves towards one class.
  mutating func descend(from start: (RowMoves, SampleModel.Trace), to j: Int) {
    var (moves, trace) = start
    record(moves, trace, j)
    for step in Self.steps {
      let gradient = model.gradient(moves, trace, to: j)
      var changed = false
      for k in gradient.indices {
        for (i, slope) in gradient[k].enumerated() where slope != 0 {
          let t = max(-1, min(1, moves.t[k][i] - (slope > 0 ? step : -step)))
          changed = changed || t != moves.t[k][i]
          moves.t[k][i] = t
        }
      }
      guard changed else { return }
      trace = model.trace(moves)
      record(moves, trace, j)
    }
  }

  private mutating func record(_ moves: RowMoves, _ trace: SampleModel.Trace, _ j: Int) {
    let margin = model.margin(trace, to: j)
    if margin < best.margin { best = (moves, j, margin) }
  }
}
