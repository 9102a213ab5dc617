/// A rule with the place of its label.
struct RuleLayout: Equatable {
  /// Places that the line joins.
  var path: [(x: Double, y: Double)]
  var label: String
  /// The whole label where it is shortened.
  var fullLabel: String?
  var labelBox: Box

  static func == (a: RuleLayout, b: RuleLayout) -> Bool {
    a.label == b.label && a.labelBox == b.labelBox && a.path.elementsEqual(b.path, by: ==)
  }
}

extension PanelLayout {
  /// The rules, each label where it covers the fewest labels and marks.
  var ruleLayouts: [RuleLayout] {
    let (places, bars) = (markPlaces, barBoxes)
    var result: [RuleLayout] = []
    for mark in panel.marks where mark.isRule {
      guard let (path, fullLabel) = rule(mark), path.count > 1 else { continue }
      let label = TextWidth.shortened(fullLabel, to: width - 12, size: Typography.text)
      let size = (
        width: TextWidth.estimate(label, size: Typography.text), height: Typography.lineHeight(Typography.text)
      )
      let inner = Box(left: 4, top: 2, width: width - 8, height: height - 4)
      let taken = result.map(\.labelBox)
      func cost(_ box: Box) -> Int {
        taken.count(where: box.overlaps) * 10_000 + places.count { box.contains(x: $0.x, y: $0.y) }
          + bars.count(where: box.overlaps)
      }
      let boxes = labelCorners(mark, path, size).map {
        Box(left: $0.left, top: $0.top, width: size.width, height: size.height).moved(into: inner)
      }
      guard let box = boxes.min(by: { cost($0) < cost($1) }) else { continue }
      result.append(
        RuleLayout(path: path, label: label, fullLabel: label == fullLabel ? nil : fullLabel, labelBox: box))
    }
    return result
  }

  /// Places of points that a label should not cover.
  private var markPlaces: [(x: Double, y: Double)] {
    panel.marks.flatMap { mark -> [(x: Double, y: Double)] in
      switch mark {
      case .points(let points, _), .line(let points, _): points.map { (x.scale.place($0.x), y.scale.place($0.y)) }
      case .bars, .stack, .cells, .verticalRule, .horizontalRule, .diagonal: []
      }
    }
  }

  private func rule(_ mark: Mark) -> ([(x: Double, y: Double)], String)? {
    switch mark {
    case .verticalRule(let value, let label): ([0, height].map { (x.scale.place(value), $0) }, label)
    case .horizontalRule(let value, let label): ([0, width].map { ($0, y.scale.place(value)) }, label)
    case .diagonal(let label): (diagonal, label)
    case .points, .line, .bars, .stack, .cells: nil
    }
  }

  private var diagonal: [(x: Double, y: Double)] { diagonalValues.map { (x.scale.place($0), y.scale.place($0)) } }

  /// Values at which y = x lies within both axes: two for a straight line, more for a curve, where one axis is logarithmic.
  var diagonalValues: [Double] {
    let low = max(x.scale.domain.lowerBound, y.scale.domain.lowerBound)
    let high = min(x.scale.domain.upperBound, y.scale.domain.upperBound)
    guard low < high else { return [] }
    let steps = x.scale.scale == y.scale.scale ? 1 : 64
    return (0...steps).map { low + (high - low) * (Double($0) / Double(steps)) }
  }

  /// Left upper corners to try, the best first.
  private func labelCorners(
    _ mark: Mark, _ path: [(x: Double, y: Double)], _ size: (width: Double, height: Double)
  ) -> [(left: Double, top: Double)] {
    switch mark {
    case .verticalRule:
      // Beside the line, row by row from the top.
      stride(from: 4, to: height - size.height, by: size.height).flatMap { top in
        [(path[0].x + 5, top), (path[0].x - 5 - size.width, top)]
      }
    case .horizontalRule:
      [width - size.width - 6, 6, (width - size.width) / 2].flatMap { left in
        [(left, path[0].y - size.height - 1), (left, path[0].y + 2)]
      }
    case .diagonal, .points, .line, .bars, .stack, .cells:
      // Right below or left above the line, from its upper end downwards.
      [0.97, 0.85, 0.7, 0.55, 0.4, 0.25, 0.1].flatMap { fraction in
        let position = fraction * Double(path.count - 1)
        let index = min(Int(position), path.count - 2)
        let (a, b, rest) = (path[index], path[index + 1], position - Double(index))
        let (x, y) = (a.x + (b.x - a.x) * rest, a.y + (b.y - a.y) * rest)
        return [(x + 6, y + 3), (x - 6 - size.width, y - 3 - size.height)]
      }
    }
  }
}
