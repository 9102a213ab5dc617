/// How Vega-Lite tells series apart.
struct SeriesEncodings {
  private let names: [Int: String]
  private let hasLegend: Bool

  init(_ figure: Figure) {
    let occurring = figure.occurringSeries
    let unique = uniqueNames(occurring.map { figure.series.indices.contains($0) ? figure.series[$0] : "" })
    names = Dictionary(uniqueKeysWithValues: zip(occurring, unique))
    hasLegend = occurring.contains { figure.series.indices.contains($0) && !figure.series[$0].isEmpty }
  }

  /// What the rows of a series say.
  func name(_ series: Int) -> JSON { .string(names[series] ?? "") }

  /// Names of some series in order.
  func domain(_ series: [Int]) -> JSON { .array(series.map(name)) }

  var colour: JSON {
    encoding(.array(series.map { .string(SeriesStyle.of($0).colour.code) }), legend: legend)
  }

  var shape: JSON {
    encoding(.array(series.map { .string(SeriesStyle.of($0).shape.rawValue) }), legend: legend)
  }

  var dashes: JSON {
    encoding(.array(series.map { JSON(SeriesStyle.of($0).dashes.map(Double.init)) }), legend: nil)
  }

  private var series: [Int] { names.keys.sorted() }

  private var legend: JSON { hasLegend ? ["title": nil, "orient": "top"] : nil }

  private func encoding(_ range: JSON, legend: JSON) -> JSON {
    [
      "field": "series", "type": "nominal", "scale": ["domain": domain(series), "range": range], "legend": legend,
    ]
  }
}

/// The names, a repeated one with a number behind it: categories of Vega-Lite are told apart by their names.
func uniqueNames(_ names: [String]) -> [String] {
  var taken: Set<String> = []
  return names.map { name in
    var candidate = name
    var number = 2
    while !taken.insert(candidate).inserted {
      candidate = "\(name) (\(number))"
      number += 1
    }
    return candidate
  }
}
