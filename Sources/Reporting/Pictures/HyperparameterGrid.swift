import Analysis

/// Networks in the cells of two hyper-parameters.
struct HyperparameterGrid {
  /// The hyper-parameter of the columns and that of the rows.
  let column: String, row: String
  /// Their values, ascending.
  let columnValues: [Double], rowValues: [Double]
  /// What else varies, by name: values that means go over.
  let others: [(name: String, values: Int)]
  private let networks: [CheckpointAnalysis]

  /// More values of one hyper-parameter are a search, not a grid.
  private static let maximumValues = 12

  /// λ × μ where both vary, else the first two numbers that do, the seed last of all; nil where two do not vary or more than
  /// half of the cells would be empty.
  init?(_ networks: [CheckpointAnalysis]) {
    let names = Set(networks.flatMap(\.hyperparameters.keys)).sorted { Self.rank($0) < Self.rank($1) }
    let varying = names.filter { name in Set(networks.map { $0.setting(name) }).count > 1 }
    let numbers = varying.filter { name in (2...Self.maximumValues).contains(Self.values(name, networks).count) }
    let chosen =
      [.mu, .lambda].map(\TrainingParameter.rawValue).allSatisfy(numbers.contains)
      ? [TrainingParameter.mu.rawValue, TrainingParameter.lambda.rawValue]
      : Array(numbers.filter { $0 != TrainingParameter.seed.rawValue }.prefix(2))
    guard chosen.count == 2 else { return nil }
    (column, row) = (chosen[0], chosen[1])
    let both = networks.filter { network in chosen.allSatisfy { network.number($0) != nil } }
    columnValues = Self.values(chosen[0], both)
    rowValues = Self.values(chosen[1], both)
    others = varying.filter { !chosen.contains($0) }.map { name in
      (name, Set(both.map { $0.setting(name) }).count)
    }.filter { $0.1 > 1 }
    self.networks = both
    let filled = Set(both.map { [$0.number(chosen[0]), $0.number(chosen[1])] }).count
    guard 2 * filled >= columnValues.count * rowValues.count, filled > 1 else { return nil }
  }

  /// What was measured of the networks of a cell.
  func values(column: Int, row: Int, _ quantity: (CheckpointAnalysis) -> Double?) -> [Double] {
    networks.filter {
      $0.number(self.column) == columnValues[column] && $0.number(self.row) == rowValues[row]
    }.compactMap(quantity)
  }

  /// Places of the training's own parameters, then all others by name.
  private static func rank(_ name: String) -> (Int, String) {
    (TrainingParameter.allCases.firstIndex { $0.rawValue == name } ?? TrainingParameter.allCases.count, name)
  }

  private static func values(_ name: String, _ networks: [CheckpointAnalysis]) -> [Double] {
    Set(networks.compactMap { $0.number(name) }).sorted()
  }
}

extension CheckpointAnalysis {
  /// A hyper-parameter that is a number.
  fileprivate func number(_ name: String) -> Double? {
    hyperparameters[name].flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
  }

  /// Its text, one for 0.1 and 1e-1; nil where it is not told.
  fileprivate func setting(_ name: String) -> String? { number(name).map { "\($0)" } ?? hyperparameters[name] }
}
