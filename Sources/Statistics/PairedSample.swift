/// Paired numbers, sorted once: statistics of any resample of them need no sort of their own.
///
/// Pairs stand in order of x, those with equal x in order of y. Ranks are dense: 0, 1, … with one rank for equal numbers.
/// −∞ and ∞ are numbers with a rank. O(n log n).
public struct PairedSample: Sendable {
  /// Pairs that were left out because a side is NaN.
  public let leftOut: Int
  /// For each place, the index among the pairs as they were given.
  let origins: [Int]
  /// Both sides at each place, divided by a power of two so that no square overflows.
  let x: [Double], y: [Double]
  /// Dense ranks at each place.
  let xRanks: [Int], yRanks: [Int]
  /// True at the first of several equal pairs.
  let startsRun: [Bool]
  /// False where a side has an infinite number, so that there is no mean.
  let isFinite: Bool

  /// Sorts pairs.
  public init(_ x: [Double], _ y: [Double]) {
    precondition(x.count == y.count, "paired numbers")
    let numbers = x.indices.filter { !x[$0].isNaN && !y[$0].isNaN }
    origins = numbers.sorted { (x[$0], y[$0]) < (x[$1], y[$1]) }
    leftOut = x.count - origins.count
    let (sortedX, sortedY) = (origins.map { x[$0] }, origins.map { y[$0] })
    xRanks = Self.denseRanks(sortedX)
    yRanks = Self.denseRanks(sortedY)
    startsRun = Self.runStarts(xRanks, yRanks)
    isFinite = (sortedX + sortedY).allSatisfy(\.isFinite)
    self.x = Self.scaled(sortedX)
    self.y = Self.scaled(sortedY)
  }

  /// Number of pairs.
  public var count: Int { origins.count }
  /// Pairs of pairs with equal x.
  public var tiedX: Int { Self.ties(xRanks) }
  /// Pairs of pairs with equal y.
  public var tiedY: Int { Self.ties(yRanks) }

  var distinctX: Int { Self.distinct(xRanks) }
  var distinctY: Int { Self.distinct(yRanks) }

  private static func distinct(_ ranks: [Int]) -> Int { (ranks.max() ?? -1) + 1 }

  private static func ties(_ ranks: [Int]) -> Int {
    var counts = [Int](repeating: 0, count: distinct(ranks))
    for rank in ranks { counts[rank] += 1 }
    return counts.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
  }

  private static func denseRanks(_ numbers: [Double]) -> [Int] {
    let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }
    var ranks = [Int](repeating: 0, count: numbers.count)
    for (previous, next) in zip(order, order.dropFirst()) {
      ranks[next] = ranks[previous] + (numbers[next] == numbers[previous] ? 0 : 1)
    }
    return ranks
  }

  private static func runStarts(_ a: [Int], _ b: [Int]) -> [Bool] {
    a.indices.map { $0 == 0 || a[$0] != a[$0 - 1] || b[$0] != b[$0 - 1] }
  }

  private static func scaled(_ numbers: [Double]) -> [Double] {
    let largest = numbers.lazy.filter(\.isFinite).map(\.magnitude).max() ?? 0
    guard largest > 0 else { return numbers }
    let unit = Double(sign: .plus, exponent: largest.exponent, significand: 1)
    return numbers.map { $0 / unit }
  }
}
