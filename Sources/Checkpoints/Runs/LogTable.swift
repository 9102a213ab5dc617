/// The rows of a training log: the epoch and step of each and the metrics that its writer named.
///
/// Stored row after row without holes, so that a sparse log takes memory for what it holds.
struct LogTable: Sendable {
  /// A name that is read.
  enum Field: Sendable, Equatable {
    case epoch
    case step
    case metric(Int)
  }

  struct Row: Sendable {
    let epoch: Int?
    let step: Int?
    fileprivate let cells: Range<Int>
  }

  private(set) var columns: [MetricColumn] = []
  /// The smallest and the largest value of each column; nil for a column without values.
  private(set) var ranges: [ClosedRange<Double>?] = []
  private(set) var rows: [Row] = []
  /// Epochs such as 0.5: the HF Trainer's. Then steps are the only key.
  private(set) var hasFractionalEpochs = false
  /// More rows than any honest log has: nothing of it is used.
  private(set) var isOverfull = false
  private var cells: [(column: Int, value: Double)] = []
  private var fields: [String: Field] = [:]

  static let rowLimit = 1_000_000
  static let columnLimit = 64

  /// What a name stands for; nil where it is not read.
  mutating func field(named name: String) -> Field? {
    if let known = fields[name] { return known }
    guard name.utf8.count <= MetricColumn.longestName, fields.count < Self.columnLimit else { return nil }
    let found: Field? =
      switch MetricColumn.words(of: name).joined(separator: "_") {
      case "epoch": .epoch
      case "step", "global_step", "trainer_global_step", "iteration", "iter": .step
      default: MetricColumn(name: name).map { appended($0) }
      }
    fields[name] = found
    return found
  }

  private mutating func appended(_ column: MetricColumn) -> Field {
    columns.append(column)
    ranges.append(nil)
    return .metric(columns.count - 1)
  }

  /// Adds a row; one without any metric is dropped. Missing values are left out by the caller.
  mutating func add(_ values: [(field: Field, value: Double)]) {
    guard !isOverfull else { return }
    var (epoch, step): (Int?, Int?)
    let start = cells.count
    for (field, value) in values {
      switch field {
      case .epoch:
        epoch = Int(exactly: value)
        if value != value.rounded() { hasFractionalEpochs = true }
      case .step: step = Int(exactly: value)
      case .metric(let column):
        cells.append((column, value))
        let range = ranges[column] ?? value...value
        ranges[column] = min(range.lowerBound, value)...max(range.upperBound, value)
      }
    }
    guard cells.count > start else { return }
    isOverfull = rows.count == Self.rowLimit
    rows.append(Row(epoch: epoch, step: step, cells: start..<cells.count))
  }

  /// The last value of a column in these rows, and how many there are.
  func last(ofColumn column: Int, in chosen: some Sequence<Int>) -> (value: Double, count: Int)? {
    var found: (value: Double, count: Int)?
    for row in chosen {
      for cell in cells[rows[row].cells] where cell.column == column { found = (cell.value, (found?.count ?? 0) + 1) }
    }
    return found
  }
}

/// Why the text of a log cannot be read.
struct LogError: Error, Equatable {
  let reason: String
}
