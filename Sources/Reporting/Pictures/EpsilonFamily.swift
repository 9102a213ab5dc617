import Charts

/// Balls of weights that differ in ε alone: "ε = 0.01 on all layers" and "ε = 0.02 on all layers".
struct EpsilonFamily {
  /// What ε counts and where: "ε on all layers".
  let label: String
  /// Index of each ball and its ε, ascending, every ε once.
  let members: [(index: Int, epsilon: Double)]

  /// Every family of at least two; the ball of radius 0 is in all of them.
  static func all(_ balls: [(title: String, epsilon: Double?)]) -> [EpsilonFamily] {
    let radii = balls.enumerated().compactMap { index, ball in
      ball.epsilon.map { (index: index, epsilon: $0, label: label(ball.title, $0)) }
    }
    return radii.filter { $0.epsilon > 0 }.map(\.label).unique.compactMap { label in
      var seen: Set<Double> = []
      let members = radii.filter { ($0.label == label || $0.epsilon == 0) && seen.insert($0.epsilon).inserted }
      guard members.count > 1 else { return nil }
      return EpsilonFamily(
        label: label, members: members.map { ($0.index, $0.epsilon) }.sorted { $0.epsilon < $1.epsilon })
    }
  }

  /// The title without the number.
  private static func label(_ title: String, _ epsilon: Double) -> String {
    let beginning = "ε = \(epsilon)"
    return title.hasPrefix(beginning) ? "ε\(title.dropFirst(beginning.count))" : "ε"
  }

  /// Logarithmic where the radii lie decades apart.
  private var isLogarithmic: Bool {
    let positive = members.map(\.epsilon).filter { $0 > 0 }
    guard positive.count > 1, let least = positive.first, let most = positive.last else { return false }
    return most / least > 20
  }

  /// Those that have a place on the axis.
  var shown: [(index: Int, epsilon: Double)] { isLogarithmic ? members.filter { $0.epsilon > 0 } : members }

  /// The axis of ε.
  var axis: Axis { Axis(label, isLogarithmic ? .logarithmic : .linear, including: isLogarithmic ? [] : [0]) }

  /// The ball that a title tells of: the largest in which half of the samples are certified for some network, else the
  /// smallest, zero aside.
  func telling(_ certified: (Int) -> [Double]) -> (index: Int, epsilon: Double) {
    let positive = members.filter { $0.epsilon > 0 }
    return positive.last { certified($0.index).contains { $0 >= 0.5 } } ?? positive[0]
  }

  /// What is not on it.
  var remark: String? {
    shown.count < members.count
      ? "ε = 0, where every accuracy is the clean one, has no place on a logarithmic axis." : nil
  }
}
