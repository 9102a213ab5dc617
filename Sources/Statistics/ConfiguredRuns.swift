/// Runs that were trained with different hyper-parameters: of each its predictor, a bound or a measure, and its gap.
///
/// A configuration is a value for every hyper-parameter; runs of one configuration are its replicates.
public struct ConfiguredRuns: Sendable {
  /// Number of hyper-parameters.
  public let hyperparameterCount: Int
  /// Runs that were left out because predictor or gap is not a finite number.
  public let leftOut: Int
  /// Of each run, the number of its value for each hyper-parameter.
  let levels: [[Int]]
  let predictor: [Double], gap: [Double]

  /// Runs by their values: equal numbers for equal values of a hyper-parameter.
  public init(levels: [[Int]], predictor: [Double], gap: [Double]) {
    precondition(levels.count == predictor.count && levels.count == gap.count, "a predictor and a gap for each run")
    hyperparameterCount = levels.first?.count ?? 0
    precondition(levels.allSatisfy { [hyperparameterCount] in $0.count == hyperparameterCount }, "a value for each")
    let finite = levels.indices.filter { predictor[$0].isFinite && gap[$0].isFinite }
    leftOut = levels.count - finite.count
    self.levels = finite.map { levels[$0] }
    self.predictor = finite.map { predictor[$0] }
    self.gap = finite.map { gap[$0] }
  }

  /// Number of runs.
  public var count: Int { levels.count }

  /// Runs by configuration, in the order in which configurations first occur.
  var configurations: [(levels: [Int], runs: [Int])] { Self.groups(levels) }

  /// One run for each configuration, with the means over its replicates.
  public var averaged: ConfiguredRuns {
    let groups = configurations
    func means(_ numbers: [Double]) -> [Double] {
      groups.map { group in group.runs.reduce(0) { $0 + numbers[$1] } / Double(group.runs.count) }
    }
    return ConfiguredRuns(levels: groups.map(\.levels), predictor: means(predictor), gap: means(gap))
  }

  /// Indices by key, in the order in which keys first occur.
  static func groups(_ keys: [[Int]]) -> [(levels: [Int], runs: [Int])] {
    var places: [[Int]: Int] = [:]
    var groups: [(levels: [Int], runs: [Int])] = []
    for (index, key) in keys.enumerated() {
      if let place = places[key] {
        groups[place].runs.append(index)
      } else {
        places[key] = groups.count
        groups.append((key, [index]))
      }
    }
    return groups
  }
}

extension [Int] {
  /// All but one of them.
  func without(_ index: Int) -> [Int] {
    var others = self
    others.remove(at: index)
    return others
  }
}
