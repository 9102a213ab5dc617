import Foundation

/// What the order of a predictor tells about the order of the gap when hyper-parameters are known.
///
/// Over all ordered pairs of two runs, V says whether the first has the larger predictor, W whether it has the larger gap, and U the
/// values of some hyper-parameters in both. Normalized: I(V; W | U)/H(W | U), between 0 and 1. The criterion is the least value over all
/// sets U of at most two hyper-parameters, the empty one included: large only where no hyper-parameter explains the agreement. It
/// has no sign: a predictor that is always wrong tells as much. Source: Jiang et al. 2020, section 3.3. O(n² · h²).
public struct ConditionalMutualInformation: Sendable, Equatable {
  /// Given one set of hyper-parameters.
  public struct Condition: Sendable, Equatable {
    /// The set U.
    public var hyperparameters: [Int]
    /// I(V; W | U)/H(W | U); nil where U tells the order of the gap, H = 0.
    public var normalized: Double?
  }

  /// All sets, small ones first.
  public var conditions: [Condition]

  /// With fewer there is one pair, about which nothing can be learnt.
  public static let minimumRuns = 3

  /// Of runs as they are; nil for fewer than three.
  public init?(_ runs: ConfiguredRuns, largestSet: Int = 2) {
    guard runs.count >= Self.minimumRuns else { return nil }
    conditions = Self.subsets(of: runs.hyperparameterCount, upTo: largestSet).map { subset in
      Condition(hyperparameters: subset, normalized: Self.normalized(runs, given: subset))
    }
  }

  /// The least of those that are defined.
  public var minimum: Condition? {
    conditions.filter { $0.normalized != nil }.min { ($0.normalized ?? 1) < ($1.normalized ?? 1) }
  }

  private static func subsets(of count: Int, upTo size: Int) -> [[Int]] {
    var result: [[Int]] = [[]]
    var last = result
    for _ in 0..<min(size, count) {
      last = last.flatMap { subset in (((subset.last ?? -1) + 1)..<count).map { subset + [$0] } }
      result += last
    }
    return result
  }

  private static func normalized(_ runs: ConfiguredRuns, given subset: [Int]) -> Double? {
    let groups = ConfiguredRuns.groups(runs.levels.map { levels in subset.map { levels[$0] } }).map(\.runs)
    var (information, entropy) = (0.0, 0.0)
    for first in groups {
      for second in groups {
        let table = OrderTable(runs, first, second)
        information += table.information
        entropy += table.entropy
      }
    }
    // Sums over n(n − 1) pairs; H is 0 up to round-off where U tells W.
    let pairs = Double(runs.count) * Double(runs.count - 1)
    return entropy / pairs > 1e-15 ? information / entropy : nil
  }
}

/// How often each of the four orders occurs among ordered pairs of runs in two groups.
private struct OrderTable {
  /// By V, then W.
  private var counts = [0.0, 0.0, 0.0, 0.0]

  init(_ runs: ConfiguredRuns, _ first: [Int], _ second: [Int]) {
    for i in first {
      for j in second where i != j {
        counts[(runs.predictor[i] > runs.predictor[j] ? 2 : 0) + (runs.gap[i] > runs.gap[j] ? 1 : 0)] += 1
      }
    }
  }

  private var total: Double { counts.reduce(0, +) }

  /// I(V; W) in nats times the number of pairs.
  var information: Double {
    (0..<4).reduce(0) { sum, order in
      let (v, w) = (order & 2, order & 1)
      let (row, column) = (counts[v] + counts[v + 1], counts[w] + counts[w + 2])
      return counts[order] > 0 ? sum + counts[order] * log(counts[order] * total / (row * column)) : sum
    }
  }

  /// H(W) in nats times the number of pairs.
  var entropy: Double {
    (0..<2).reduce(0) { sum, w in
      let count = counts[w] + counts[w + 2]
      return count > 0 ? sum - count * log(count / total) : sum
    }
  }
}
