import Analysis
import Charts

/// Gap and certified accuracy over two hyper-parameters: the mean over the last networks of the runs with these values.
enum HeatMapPicture: AnalysisPicture {
  static let key = "heat-map"

  static func figures(_ report: AnalysisReport) -> [Figure] {
    guard let grid = HyperparameterGrid(report.eachCheckpoint.lastOfSeries) else { return [] }
    return [gap(report, grid), accuracy(report)].compactMap(\.self)
  }

  private static func gap(_ report: AnalysisReport, _ grid: HyperparameterGrid) -> Figure? {
    let gap = PicturedGap(of: report.eachCheckpoint)
    return figure(
      "gap", grid, name: "gap", meaning: "\(gap.label) (pp)", MarkdownNumber.points, ""
    ) { gap.value($0) }
  }

  /// By the best certificate on test data, at the largest ε.
  private static func accuracy(_ report: AnalysisReport) -> Figure? {
    let radii = report.parameters.radii.enumerated().compactMap { index, radius in
      radius.epsilon.map { (index: index, epsilon: $0) }
    }
    guard let largest = radii.max(by: { $0.epsilon < $1.epsilon }), largest.epsilon > 0,
      let grid = HyperparameterGrid(report.analyses(atSetting: largest.index).lastOfSeries)
    else { return nil }
    return figure(
      "accuracy", grid, name: "certified accuracy", meaning: "certified test accuracy (%)", MarkdownNumber.percent,
      ", \(report.parameters.radii[largest.index])"
    ) { $0.test?.certifiedErrors.values.min().map { 1 - $0 } }
  }

  private static func figure(
    _ suffix: String, _ grid: HyperparameterGrid, name: String, meaning: String, _ text: (Double?) -> String,
    _ titleSuffix: String, _ quantity: (CheckpointAnalysis) -> Double?
  ) -> Figure? {
    var cells: [Cell] = []
    for row in grid.rowValues.indices {
      for column in grid.columnValues.indices {
        let values = grid.values(column: column, row: row, quantity).filter(\.isFinite)
        guard !values.isEmpty else { continue }
        let mean = values.reduce(0, +) / Double(values.count)
        let place = place(grid, column, row)
        cells.append(
          Cell(
            column: column, row: row, value: 100 * mean, text: MarkdownNumber.text(100 * mean),
            hover: "\(place): mean \(name) \(text(mean)) over \(MarkdownText.counted(values.count, "network"))"))
      }
    }
    guard let least = cells.min(by: { $0.value < $1.value }), let most = cells.max(by: { $0.value < $1.value }),
      cells.count > 1
    else { return nil }
    return Figure(
      name: "\(key)-\(suffix)",
      title: "\(name.prefix(1).uppercased())\(name.dropFirst()) from \(text(least.value / 100)) at "
        + "\(place(grid, least.column, least.row)) to \(text(most.value / 100)) at "
        + place(grid, most.column, most.row) + titleSuffix,
      subtitle: others(grid),
      panels: [
        Panel(
          x: Axis(grid.column, .bands(grid.columnValues.map { MarkdownNumber.radius($0) })),
          y: Axis(grid.row, .bands(grid.rowValues.map { MarkdownNumber.radius($0) })),
          marks: [.cells(cells, meaning: meaning)])
      ])
  }

  /// "mu 0.001, lambda 0.1".
  private static func place(_ grid: HyperparameterGrid, _ column: Int, _ row: Int) -> String {
    "\(grid.column) \(MarkdownNumber.radius(grid.columnValues[column])), "
      + "\(grid.row) \(MarkdownNumber.radius(grid.rowValues[row]))"
  }

  private static func others(_ grid: HyperparameterGrid) -> String? {
    guard !grid.others.isEmpty else { return nil }
    let list = grid.others.map { "\($0.name) (\($0.values) values)" }.joined(separator: ", ")
    return "Means over the last networks of all runs with these values, whatever their \(list)."
  }
}
