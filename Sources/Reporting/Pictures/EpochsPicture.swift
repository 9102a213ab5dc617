import Analysis
import Charts

/// How errors, gap and bound move in training: of one series both sides of the gap, of several the gap of each; below the
/// bound, over the same epochs or steps.
enum EpochsPicture: AnalysisPicture {
  static let key = "epochs"

  static func figures(_ report: AnalysisReport) -> [Figure] {
    guard let courses = TrainingCourses(report.eachCheckpoint), let bound = report.picturedBound else { return [] }
    let gap = PicturedGap(of: report.eachCheckpoint)
    var omissions = Omissions("checkpoint")
    let isSingle = courses.shown.count == 1
    let x = Axis(courses.unit)
    let errors = isSingle ? sides(courses.shown[0], gap, courses.unit) : gaps(courses, gap)
    let y = Axis(isSingle ? "error (%)" : "\(gap.label) (pp)", including: [0])
    let upper = errors.contains { $0.count > 1 } ? [Panel(x: x, y: y, marks: errors.lines())] : []
    let settings = report.parameters.radii.indices.prefix(PictureText.maximumPanels - 1)
    let lower = settings.compactMap { setting -> Panel? in
      guard let courses = TrainingCourses(report.analyses(atSetting: setting)) else { return nil }
      let lines = courses.shown.map { boundPoints($0, courses.unit, bound, &omissions) }
      guard lines.contains(where: { $0.count > 1 }) else { return nil }
      // Of one series: train, test, bound; else one colour for each series.
      return Panel(
        title: report.parameters.radii.count > 1 ? "\(report.parameters.radii[setting])" : nil, x: x,
        y: Axis("\(bound) − empirical term", .logarithmic), marks: lines.lines(from: isSingle ? 2 : 0))
    }
    guard !lower.isEmpty else { return [] }
    return [
      Figure(
        name: key, title: title(courses, gap, bound) + report.titleSuffix(setting: 0),
        subtitle: PictureText.sentences([
          PictureText.firstOf(courses.count, "series", shown: courses.shown.count),
          PictureText.firstOf(report.parameters.radii.count, "settings of the radii", shown: settings.count),
          omissions.sentence,
        ]),
        series: isSingle ? sideNames(gap) + [bound] : courses.shown.map { PictureText.line($0.name) },
        panels: upper + lower)
    ]
  }

  private static func gaps(_ courses: TrainingCourses, _ gap: PicturedGap) -> [[Point]] {
    courses.shown.map { points($0, courses.unit, "gap", MarkdownNumber.points, gap.value) }
  }

  /// The two sides of the gap.
  private static func sides(_ course: TrainingCourses.Course, _ gap: PicturedGap, _ unit: String) -> [[Point]] {
    let names = sideNames(gap)
    return [
      points(course, unit, names[0], MarkdownNumber.percent, gap.trainError),
      points(course, unit, names[1], MarkdownNumber.percent, gap.testError),
    ]
  }

  private static func sideNames(_ gap: PicturedGap) -> [String] {
    ["train error", "test error"].map { gap.source == .logged ? "\($0) (logged)" : $0 }
  }

  /// Shares, drawn in percent.
  private static func points(
    _ course: TrainingCourses.Course, _ unit: String, _ name: String, _ text: (Double?) -> String,
    _ value: (CheckpointAnalysis) -> Double?
  ) -> [Point] {
    course.stations.compactMap { station in
      guard let share = value(station.analysis), share.isFinite else { return nil }
      return Point(station.time, 100 * share, "\(place(station, unit)): \(name) \(text(share))")
    }
  }

  private static func boundPoints(
    _ course: TrainingCourses.Course, _ unit: String, _ bound: String, _ omissions: inout Omissions
  ) -> [Point] {
    course.stations.compactMap { station in
      guard let part = station.analysis.bound(bound)?.generalizationPart, let y = part.value.onLogarithmicAxis else {
        omissions.add("without a bound within the doubles")
        return nil
      }
      return Point(station.time, y, "\(place(station, unit)): \(bound) \(MarkdownNumber.text(part))")
    }
  }

  private static func place(_ station: TrainingCourses.Station, _ unit: String) -> String {
    "\(station.analysis.file.pictureName), \(unit) \(shortest(station.time) ?? "")"
  }

  /// From the first to the last checkpoint that has the number.
  private static func title(_ courses: TrainingCourses, _ gap: PicturedGap, _ bound: String) -> String {
    let ends = courses.shown.map { course in
      (
        bound: course.ends { $0.bound(bound)?.plottedPart },
        gap: course.ends { gap.value($0) }
      )
    }
    guard let only = ends.first, ends.count == 1 else {
      let bounds = ends.compactMap(\.bound)
      let gaps = ends.compactMap(\.gap)
      return
        "Over the \(courses.unit)s \(bound) rises in \(bounds.count { $0.last > $0.first }) of \(bounds.count) series"
        + (gaps.isEmpty ? "" : ", the gap in \(gaps.count { $0.last > $0.first }) of \(gaps.count)")
    }
    let parts = [
      only.bound.map { "\(bound) goes from \(MarkdownNumber.text($0.first)) to \(MarkdownNumber.text($0.last))" },
      only.gap.map { "the gap from \(MarkdownNumber.points($0.first)) to \(MarkdownNumber.points($0.last))" },
    ].compactMap(\.self)
    return "Over the \(courses.unit)s " + parts.joined(separator: ", ")
  }
}
