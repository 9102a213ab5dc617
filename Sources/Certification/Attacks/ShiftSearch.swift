import MatrixNorms
import Networks
import Statistics

/// Projected sign-gradient descent on the shifts of a batch of samples, all at once.
///
/// From every start and for each of the most promising classes: t := clip(t − α sign δ, −1, 1), α falling from 1 to 0. The flat
/// parts of an activation count as slightly sloped at first, 0.2(1 − n/N)² in step n of N: otherwise a neuron that is off
/// stays off. The best t of all steps is kept for each sample. After Madry et al. 2018 (projected gradient descent).
struct ShiftSearch {
  private let pass: ShiftedPass
  private let settings: AttackSettings
  /// One for each sample, so that a sample's result does not depend on its neighbours.
  private var streams: [RandomStream]
  /// The best shifts so far.
  private(set) var shifts: [Matrix]
  /// Their margins, to nearest.
  private(set) var margins: [Double]

  /// How many wrong classes are aimed at from each start.
  private static let targetCount = 3
  /// How far an activation's flat parts slope at the first step.
  private static let firstLeak = 0.2

  /// - Parameter numbers: the samples' numbers, which are the streams of their random starts.
  init(_ pass: ShiftedPass, numbers: [Int], _ settings: AttackSettings) {
    self.pass = pass
    self.settings = settings
    streams = numbers.map { RandomStream(seed: settings.seed, .sample, number: $0) }
    shifts = pass.zeroShifts
    margins = pass.run(shifts, leak: 0).margins.lowest
  }

  /// Runs all starts. O(samples · restarts · steps · parameters).
  mutating func run() {
    guard !shifts.isEmpty else { return }
    let center = pass.run(pass.zeroShifts, leak: 0)
    let chords = ShiftChords.slopes(pass, center)
    for targets in Self.targets(center.margins, count: min(Self.targetCount, center.margins.columns - 1)) {
      for restart in 0..<settings.restarts {
        switch restart {
        case 0: descend(from: pass.zeroShifts, targets)
        case 1: descend(from: pass.gradients(slopes: chords, targets: targets, shifts: nil).map(\.descent), targets)
        default: descend(from: randomShifts(), targets)
        }
      }
    }
  }

  /// The samples' nearest classes, then their second nearest ones and so on.
  private static func targets(_ margins: Matrix, count: Int) -> [[Int]] {
    let orders = (0..<margins.rows).map { i in
      let row = Array(margins.row(i))
      // The label is last: its margin is +∞. Equal ones in order of class, NaN anywhere.
      return row.indices.sorted { (row[$0], $0) < (row[$1], $1) }
    }
    return (0..<count).map { rank in orders.map { $0[rank] } }
  }

  private mutating func descend(from start: [Matrix], _ targets: [Int]) {
    var t = start
    for step in 0...settings.steps {
      let left = 1 - Double(step) / Double(max(1, settings.steps))
      let state = pass.run(t, leak: Self.firstLeak * left * left)
      keep(t, state.margins.lowest)
      guard step < settings.steps else { return }
      let gradients = pass.gradients(slopes: state.slopes, targets: targets, shifts: t)
      for k in t.indices { t[k].step(against: gradients[k], by: left) }
    }
  }

  /// Keeps the shifts of the samples that got worse.
  private mutating func keep(_ t: [Matrix], _ candidates: [Double]) {
    let isWorse = zip(candidates, margins).map { $0 < $1 }
    guard isWorse.contains(true) else { return }
    for i in isWorse.indices where isWorse[i] { margins[i] = candidates[i] }
    for k in t.indices { shifts[k].replaceRows(by: t[k], where: isWorse) }
  }

  /// Uniform in [−1, 1]: every sample draws from its own stream.
  private mutating func randomShifts() -> [Matrix] {
    var numbers = pass.widths.map { [Double](repeating: 0, count: streams.count * $0) }
    for i in streams.indices {
      for (k, width) in pass.widths.enumerated() {
        for entry in i * width..<(i + 1) * width { numbers[k][entry] = streams[i].symmetric() }
      }
    }
    return zip(pass.widths, numbers).map { Matrix(rows: streams.count, columns: $0, elements: $1) }
  }

  /// Takes over the results of a search among some of the samples.
  mutating func keep(_ t: [Matrix], _ candidates: [Double], of samples: [Int]) {
    for (row, i) in samples.enumerated() where candidates[row] < margins[i] {
      margins[i] = candidates[row]
      for k in t.indices { for j in 0..<t[k].columns { shifts[k][i, j] = t[k][row, j] } }
    }
  }
}

extension Matrix {
  /// The least entry of each row; NaN is passed over.
  var lowest: [Double] {
    forEachRow { row in
      var lowest = Double.infinity
      for j in row.indices where row[j] < lowest { lowest = row[j] }
      return lowest
    }
  }

  /// −sign of every entry: as far down as the ball reaches.
  fileprivate var descent: Matrix { mapped { $0 > 0 ? -1 : $0 < 0 ? 1 : 0 } }

  /// clip(t − α sign δ, −1, 1).
  fileprivate mutating func step(against δ: Matrix, by α: Double) {
    modifyElements { t in
      let δ = δ.elements.span
      for i in t.indices {
        let slope = δ[i]
        t[i] = (t[i] - (slope > 0 ? α : slope < 0 ? -α : 0)).clamped(-1, 1)
      }
    }
  }

  /// Takes some rows from another matrix.
  fileprivate mutating func replaceRows(by other: Matrix, where isWanted: [Bool]) {
    modifyRows { i, row, entries in
      guard isWanted[i] else { return }
      let other = other.elements.span
      for j in row { entries[j] = other[j] }
    }
  }
}
