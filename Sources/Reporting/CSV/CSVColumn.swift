import Analysis
import Bounds
import Certification
import MatrixNorms

/// A column of a CSV report: its name and what stands in it. Header and rows both come from one list of these.
struct CSVColumn<Row> {
  /// The path in the JSON report, joined by underscores.
  let name: String
  let unit: String?
  let cell: (Row) -> String?

  var header: String { unit.map { "\(name) [\($0)]" } ?? name }

  init(_ name: String, unit: String? = nil, text: @escaping (Row) -> String?) {
    self.name = name
    self.unit = unit
    cell = text
  }

  init(_ name: String, unit: String? = nil, number: @escaping (Row) -> Double?) {
    self.init(name, unit: unit, text: { number($0).flatMap(shortest) })
  }

  init(_ name: String, count: @escaping (Row) -> Int?) {
    self.init(name, text: { count($0).map(String.init) })
  }
}

extension CSVColumn<ReportEntry> {
  /// Every column, in order. Depth, bounds, terms and measures are those that occur in the report.
  static func all(for report: AnalysisReport) -> [CSVColumn] {
    let depth = report.checkpoints.map(\.layers.count).max() ?? 0
    return identity + (0..<depth).flatMap(layer) + risk("train", \.train) + risk("test", \.test) + gap
      + report.boundKeys.flatMap { bound($0, terms: termKeys(of: $0, in: report)) } + logged
      + report.measureKeys.flatMap(measure)
  }

  private static func termKeys(of key: String, in report: AnalysisReport) -> [String] {
    report.checkpoints.flatMap { $0.bound(key)?.terms.map(\.key) ?? [] }.unique
  }
}

/// The shortest decimal that reads back as the same double; nil where it is not finite.
func shortest(_ x: Double) -> String? {
  guard x.isFinite else { return nil }
  let text = "\(x)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
