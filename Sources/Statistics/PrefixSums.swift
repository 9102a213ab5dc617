/// Numbers at places 0 … n − 1 whose sums over all places up to one take O(log n).
///
/// Node k, from 1, holds the sum of the last so many places up to k as its lowest bit says. Source: Fenwick 1994.
struct PrefixSums {
  private var nodes: [Lanes]

  /// All numbers 0.
  init(_ places: Int) { nodes = [Lanes](repeating: .zero, count: places + 1) }

  /// All numbers 0 again. O(n).
  mutating func clear() { for node in nodes.indices { nodes[node] = .zero } }

  /// Adds to the number at a place.
  mutating func add(_ number: Lanes, at place: Int) {
    var node = place &+ 1
    while node < nodes.count {
      nodes[node] += number
      node &+= node & (0 &- node)
    }
  }

  /// The sum at places up to and including this one.
  func sum(through place: Int) -> Lanes {
    var (node, sum) = (place &+ 1, Lanes.zero)
    while node > 0 {
      sum += nodes[node]
      node &= node &- 1
    }
    return sum
  }
}
