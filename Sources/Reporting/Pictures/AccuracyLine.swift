import Charts

/// An accuracy in several balls, by the ball's index in the report.
struct AccuracyLine {
  let name: String
  /// A share; nil where the ball lacks it.
  let share: (Int) -> Double?

  /// A point's words.
  func hover(_ model: String, _ ball: String, _ share: Double) -> String {
    "\(model), \(ball): \(name) \(MarkdownNumber.percent(share))"
  }
}

extension EpsilonFamily {
  /// Accuracies against ε, a line for each.
  func panel(_ model: String, isSingle: Bool, _ lines: [AccuracyLine]) -> Panel {
    let points = lines.map { line in
      shown.compactMap { member -> Point? in
        guard let share = line.share(member.index), share.isFinite else { return nil }
        let ball = "ε = \(MarkdownNumber.radius(member.epsilon))"
        return Point(member.epsilon, 100 * share, line.hover(model, ball, share))
      }
    }
    return Panel(title: isSingle ? nil : model, x: axis, y: .accuracy, marks: points.lines())
  }
}

extension Axis {
  /// 0 to 100 %.
  static var accuracy: Axis { Axis("accuracy (% of samples)", including: [0, 100]) }
}

extension PictureText {
  /// "41.67 %", or "41.67–50.00 %" for several shares; nil for none.
  static func percentRange(_ shares: [Double]) -> String? {
    guard let least = shares.min(), let most = shares.max() else { return nil }
    return least == most
      ? MarkdownNumber.percent(most) : "\(MarkdownNumber.text(100 * least))–\(MarkdownNumber.percent(most))"
  }
}
