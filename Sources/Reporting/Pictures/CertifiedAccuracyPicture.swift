import Analysis
import Certification
import Charts

/// The sandwich as a picture: certified ≤ exact ≤ attacked ≤ clean accuracy against ε, and in bars for balls without an ε, such
/// as those of a quantization.
enum CertifiedAccuracyPicture: CertificationPicture {
  static let key = "accuracy"

  static func figures(_ report: CertificationReport) -> [Figure] {
    // Every model has the balls that were asked for, in the same order.
    let models = report.models.filter { !$0.balls.isEmpty }
    guard let balls = models.first?.balls, models.allSatisfy({ $0.balls.count == balls.count }) else { return [] }
    let shown = Array(models.prefix(PictureText.maximumPanels))
    let more = PictureText.firstOf(models.count, "models", shown: shown.count)
    let families = EpsilonFamily.all(balls.map { ($0.title, $0.epsilon) })
    let curves = families.map { curve(shown, $0, more) }
    let figures = curves + [bars(shown, balls.indices.filter { balls[$0].epsilon == nil }, more)].compactMap(\.self)
    return figures.enumerated().map { index, figure in
      var figure = figure
      figure.name = index == 0 ? key : "\(key)-\(index + 1)"
      return figure
    }
  }

  private static func curve(_ models: [ModelCertification], _ family: EpsilonFamily, _ more: String?) -> Figure {
    let lines = models.map(lines)
    let told = family.telling { ball in models.map { $0.balls[ball].bestAccuracy } }
    return Figure(
      name: key, title: "At ε = \(MarkdownNumber.radius(told.epsilon)): " + sandwich(models, ball: told.index),
      subtitle: PictureText.sentences([more, family.remark, undecided(models, family.members.map(\.index))]),
      series: lines.first?.map(\.name) ?? [],
      panels: zip(models, lines).map { model, lines in
        family.panel(model.file.pictureName, isSingle: models.count == 1, lines)
      })
  }

  /// Nil for fewer than two balls.
  private static func bars(_ models: [ModelCertification], _ balls: [Int], _ more: String?) -> Figure? {
    guard let first = balls.first, balls.count > 1 else { return nil }
    let told = balls.last { ball in models.contains { $0.balls[ball].bestAccuracy >= 0.5 } } ?? first
    let panels = models.map { model in
      let titles = balls.map { PictureText.line(model.balls[$0].title) }
      let bars = lines(model).enumerated().flatMap { series, line in
        balls.indices.compactMap { band -> Bar? in
          guard let share = line.share(balls[band]) else { return nil }
          return Bar(
            band: band, series: series, low: 0, high: 100 * share,
            hover: line.hover(model.file.pictureName, titles[band], share))
        }
      }
      return Panel(
        title: models.count == 1 ? nil : model.file.pictureName, x: Axis("ball of weights", .bands(titles)),
        y: .accuracy, marks: [.bars(bars)])
    }
    return Figure(
      name: key, title: "\(PictureText.line(models[0].balls[told].title)): " + sandwich(models, ball: told),
      subtitle: PictureText.sentences([more, undecided(models, balls)]), series: lines(models[0]).map(\.name),
      panels: panels)
  }

  /// The same lines for every model, whether it has them or not.
  private static func lines(_ model: ModelCertification) -> [AccuracyLine] {
    [
      AccuracyLine(name: "clean") { _ in model.cleanAccuracy },
      AccuracyLine(name: "attacked, sample by sample") { model.balls[$0].attackedAccuracy },
      AccuracyLine(name: "exact") { model.balls[$0].tally?.lower },
    ]
      + certificateCatalogue.map { certificate in
        AccuracyLine(name: "certified by \(PictureText.words(certificate.key))") {
          model.balls[$0].certifiedAccuracy(certificate.key)
        }
      }
  }

  /// "certified 41.67 %, attacked 50.00 %, clean 91.67 %", ranges for several models.
  private static func sandwich(_ models: [ModelCertification], ball: Int) -> String {
    let certified = models.filter { !$0.balls[ball].certified.isEmpty }.map { $0.balls[ball].bestAccuracy }
    return [
      PictureText.percentRange(certified).map { "certified \($0)" },
      PictureText.percentRange(models.compactMap { $0.balls[ball].tally?.lower }).map { "exact \($0)" },
      PictureText.percentRange(models.compactMap { $0.balls[ball].attackedAccuracy }).map { "attacked \($0)" },
      PictureText.percentRange(models.map(\.cleanAccuracy)).map { "clean \($0)" },
    ].compactMap(\.self).joined(separator: ", ")
  }

  /// The exact line is the lower end where samples are undecided.
  private static func undecided(_ models: [ModelCertification], _ balls: [Int]) -> String? {
    let open = models.contains { model in balls.contains { model.balls[$0].tally.map { $0.undecided > 0 } ?? false } }
    return open ? "The exact accuracy counts undecided samples as wrong." : nil
  }
}
