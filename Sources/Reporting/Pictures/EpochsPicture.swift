import Analysis
import Charts

/// How errors, gap and bound move in training: of one series both sides of the gap, of several the gap of each; below the
/// bound, over the same epochs or steps.
enum EpochsPicture: AnalysisPicture {
  static let key = "epochs"

  static func figures(_ report: AnalysisReport) -> [Figure] {
    report.parameters.radii.indices.compactMap { setting in
      guard let courses = TrainingCourses(report.analyses(atSetting: setting)), let bound = report.picturedBound else {
        return nil
      }
      return figure(report, courses, bound, setting)
    }
  }

  private static func figure(
    _ report: AnalysisReport, _ courses: TrainingCourses, _ bound: String, _ setting: Int
  ) -> Figure? {
    let gap = PicturedGap(of: report.analyses(atSetting: setting))
    var omissions = Omissions("checkpoint")
    let isSingle = courses.shown.count == 1
    // Of one series: train, test, bound; else one colour for each series.
    let upper =
      isSingle
      ? sides(courses.shown[0], gap, courses.unit)
      : courses.shown.map { course in
        points(course, courses.unit, gap.label, MarkdownNumber.points) { gap.value($0) }
      }
    let lower = courses.shown.map { boundPoints($0, courses.unit, bound, &omissions) }
    guard lower.contains(where: { $0.count > 1 }) else { return nil }
    let x = Axis(courses.unit)
    let errors = Panel(
      x: x, y: Axis(isSingle ? "\(sideNames(gap).unit) (%)" : "\(gap.label) (pp)", including: [0]), marks: upper.lines()
    )
    let bounds = Panel(
      x: x, y: Axis("\(bound) − empirical term", .logarithmic), marks: lower.lines(from: isSingle ? 2 : 0))
    let hasErrors = upper.contains { $0.count > 1 }
    return Figure(
      name: report.figureName(key, setting: setting),
      title: title(courses, gap, bound) + report.titleSuffix(setting: setting),
      subtitle: PictureText.sentences(
        PictureText.firstOf(courses.count, "series", shown: courses.shown.count), omissions.sentence),
      series: isSingle
        ? [sideNames(gap).train, sideNames(gap).test, bound] : courses.shown.map { PictureText.line($0.name) },
      panels: hasErrors ? [errors, bounds] : [bounds])
  }

  /// The two sides of the gap.
  private static func sides(_ course: TrainingCourses.Course, _ gap: PicturedGap, _ unit: String) -> [[Point]] {
    let names = sideNames(gap)
    func error(_ risk: RiskMeasurement?, _ logged: Double?, robust: Double?) -> Double? {
      gap.kind == .robust ? robust : gap.source == .logged && logged != nil ? logged : risk?.error
    }
    return [
      points(course, unit, names.train, MarkdownNumber.percent) {
        error($0.train, $0.logged?.trainError, robust: $0.train?.robustRampLoss)
      },
      points(course, unit, names.test, MarkdownNumber.percent) {
        error($0.test, $0.logged?.testError, robust: $0.test?.robustError)
      },
    ]
  }

  private static func sideNames(_ gap: PicturedGap) -> (train: String, test: String, unit: String) {
    switch (gap.kind, gap.source) {
    case (.robust, _): ("train robust ramp loss", "test robust error", "loss and error")
    case (.error, .logged): ("train error (logged)", "test error (logged)", "error")
    case (.error, _): ("train error", "test error", "error")
    }
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
    "\(station.analysis.file.pictureName), \(unit) \(Int(station.time))"
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
