/// Which column of a log stands for which of the four numbers, and in which unit it is.
struct MetricChoice: Sendable {
  /// One of the numbers that are read.
  enum Number: String, CaseIterable, Sendable {
    case trainError = "train error"
    case testError = "test error"
    case trainLoss = "train loss"
    case testLoss = "test loss"
  }

  struct Column: Sendable {
    let index: Int
    /// The formula in words: "1 − eval_top1 / 100".
    let formula: String
    fileprivate let isPercent: Bool
    fileprivate let isComplement: Bool

    func value(_ logged: Double) -> Double {
      let share = isPercent ? logged / 100 : logged
      return isComplement ? 1 - share : share
    }
  }

  private(set) var columns: [Number: Column] = [:]
  /// What was passed over and why.
  private(set) var remarks: [String] = []

  init(of table: LogTable) {
    // Columns of one word share their unit: a training error below 1.5 % beside a test error above it is in percent too.
    var largest: [String: Double] = [:]
    for (column, range) in zip(table.columns, table.ranges) {
      largest[column.word] = max(largest[column.word] ?? 0, range?.upperBound ?? 0)
    }
    for index in table.columns.indices.sorted(by: { table.columns[$0].rank < table.columns[$1].rank }) {
      let column = table.columns[index]
      guard let range = table.ranges[index] else { continue }
      let isPercent = column.quantity != .loss && (largest[column.word] ?? 0) > 1.5
      if column.quantity != .loss, !(range.lowerBound >= 0 && range.upperBound <= (isPercent ? 100 : 1)) {
        remarks.append("\(column.name) not used: values from \(range.lowerBound) to \(range.upperBound) are no shares")
        continue
      }
      if let used = columns[column.number] {
        remarks.append("\(column.name) not used: \(column.number.rawValue) = \(used.formula)")
        continue
      }
      columns[column.number] = Column(column, at: index, isPercent: isPercent)
      if isPercent { remarks.append("\(column.name) is in percent: a value above 1.5 occurs") }
    }
  }
}

extension MetricChoice.Column {
  fileprivate init(_ column: MetricColumn, at index: Int, isPercent: Bool) {
    self.index = index
    self.isPercent = isPercent
    isComplement = column.quantity == .accuracy
    formula = (isComplement ? "1 − " : "") + column.name + (isPercent ? " / 100" : "")
  }
}

extension MetricColumn {
  fileprivate var number: MetricChoice.Number {
    switch (role, quantity) {
    case (.train, .loss): .trainLoss
    case (.test, .loss): .testLoss
    case (.train, _): .trainError
    case (.test, _): .testError
    }
  }
}
