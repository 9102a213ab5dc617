import Charts

/// Figures of every kind, usual and degenerate, over which laws are tested.
enum FigureCatalogue {
  static let all: [Figure] = usual + degenerate

  static let usual: [Figure] = [
    boundAgainstGap, epochs, layerFactors, layerPair, spectra, terms, sampleCounts, accuracies, heatMap, manyPoints,
    manyBands,
    heights, allSeries,
  ]

  static let boundAgainstGap = Figure(
    name: "bound-gap", title: "Bound and gap rise together: Kendall τ = 0.82 over 15 checkpoints",
    subtitle:
      "Theorem 4 in the post-hoc profile against test error − train error; checkpoints without a gap are left out.",
    series: ["standard", "weight decay", "robust"],
    panels: [
      Panel(
        x: Axis("test error − train error (fraction)", .logarithmic), y: Axis("bound on the test error", .logarithmic),
        marks: (0..<3).map { series in
          .points(
            (1...5).map { k in
              let gap = 0.002 * Double(k * (series + 1)) + 0.001 * Double(k % 2)
              return Point(gap, 40 * Double(k) / Double(series + 1), "run-\(series)/epoch-\(k): gap \(gap)")
            }, series: series)
        } + [.diagonal(label: "bound = gap"), .horizontalRule(1, label: "vacuous above 1")])
    ])

  static let epochs = Figure(
    name: "epochs", title: "Bound and gap over epochs", series: ["bound", "gap", "train error", "test error"],
    panels: [
      Panel(
        title: "Bound", x: Axis("epoch"), y: Axis("bound on the test error", .logarithmic),
        marks: [.line((0...12).map { Point(Double($0), 2 + 3 * Double($0 * $0), "epoch \($0)") }, series: 0)]),
      Panel(
        title: "Gap", x: Axis("epoch"), y: Axis("error (%)", including: [0]),
        marks: [
          .line((0...12).map { Point(Double($0), 0.4 * Double($0), "gap at epoch \($0)") }, series: 1),
          .line((0...12).map { Point(Double($0), 9 / Double($0 + 1), "train at epoch \($0)") }, series: 2),
          .line((0...12).map { Point(Double($0), 9.5 / Double($0 + 1) + 0.4 * Double($0), "test") }, series: 3),
          .verticalRule(4, label: "best epoch"),
        ]),
    ])

  static let layerFactors = Figure(
    name: "layers", title: "Layer 3 makes the bound large", series: ["factor"],
    panels: [
      Panel(
        x: Axis("layer", .bands(["layers.0.weight", "layers.1.weight", "layers.2.weight", "head.weight"])),
        y: Axis("factor of the bound", .logarithmic),
        marks: [
          .bars(
            [3.2, 12, 850, 1.01].enumerated().map {
              Bar(band: $0.offset, series: 0, high: $0.element, hover: "factor \($0.element)")
            })
        ])
    ])

  static let layerPair = Figure(
    name: "layer-pair", title: "Norms of the layers before and after training",
    series: ["before", "after", "difference"],
    panels: [
      Panel(
        x: Axis("layer", .bands(["1", "2", "3", "4", "5"])), y: Axis("change of the norm (%)"),
        marks: [
          .bars(
            (0..<5).flatMap { band in
              (0..<3).map { Bar(band: band, series: $0, high: Double((band - 2) * ($0 + 1)), hover: "\(band), \($0)") }
            }), .horizontalRule(4.5, label: "limit"),
        ])
    ])

  static let spectra = Figure(
    name: "spectra", title: "Singular values of the layers", series: ["layer 1", "layer 2", "layer 3"],
    panels: [
      Panel(
        x: Axis("index", .logarithmic), y: Axis("singular value", .logarithmic),
        marks: (0..<3).map { layer in
          .line(
            (1...(64 << (2 * layer))).map {
              Point(Double($0), Double(5 + layer) / (1 + Double($0) * Double($0) / 400), "σ\($0) of layer \(layer + 1)")
            }, series: layer)
        })
    ])

  static let terms = Figure(
    name: "terms", title: "Terms of Theorem 4", subtitle: "Stacked: the sum is the bound.",
    series: ["empirical", "margin complexity", "perturbation complexity", "confidence"],
    panels: [
      Panel(
        x: Axis("checkpoint", .bands((1...9).map { "standard/epoch-00\($0).safetensors" })),
        y: Axis("bound on the test error", including: [0]),
        marks: [
          .stack(
            (0..<9).flatMap { band in
              (0..<4).map { term in
                let unit = Double(band + 1)
                return Bar(
                  band: band, series: term, low: unit * Double(term), high: unit * Double(term + 1),
                  hover: "term \(term): \(unit)")
              }
            }), .horizontalRule(1, label: "vacuous above 1"),
        ])
    ])

  static let sampleCounts = Figure(
    name: "sample-counts", title: "The bound is below 1 from n* = 4.1 · 10⁹ samples on", series: ["bound"],
    panels: [
      Panel(
        x: Axis("training samples n", .logarithmic), y: Axis("bound on the test error", .logarithmic),
        marks: [
          .line(
            (3...11).map { Point(Double("1e\($0)")!, 64_000 / Double("1e\($0)")!.squareRoot(), "n = 10^\($0)") },
            series: 0),
          .horizontalRule(1, label: "vacuous above"), .verticalRule(4.1e9, label: "n* = 4.1 · 10⁹"),
          .verticalRule(60_000, label: "n = 60,000"),
        ])
    ])

  static let accuracies = Figure(
    name: "accuracies", title: "Certified, exact and attacked accuracy against the radius",
    series: ["certified by intervals", "certified by linear bounds", "exact", "attacked"],
    panels: [
      Panel(
        x: Axis("radius ε"), y: Axis("accuracy (%)", including: [0, 100]),
        marks: (0..<4).map { method in
          .line(
            (0...10).map {
              let ε = Double($0) * 0.0005
              return Point(ε, max(0, 97 - Double($0 * $0) * 4 / Double(method + 1)), "ε = \(ε)")
            }, series: method)
        } + [.horizontalRule(97.2, label: "clean accuracy")])
    ])

  static let heatMap = Figure(
    name: "heat-map", title: "Test error by λ and μ",
    panels: [
      Panel(
        x: Axis("λ", .bands(["0", "1e-4", "1e-3", "1e-2", "1e-1"])), y: Axis("μ", .bands(["0", "0.01", "0.1", "1"])),
        marks: [
          .cells(
            (0..<5).flatMap { column in
              (0..<4).map { row in
                let value = Double((column - 2) * (column - 2) + row) + 2.5
                return Cell(
                  column: column, row: row, value: value, text: "\(value)", hover: "\(column), \(row): \(value)")
              }
            }, meaning: "test error (%), lower is better")
        ])
    ])

  static let manyPoints = Figure(
    name: "many-points", title: "One thousand checkpoints", series: ["runs"],
    panels: [
      Panel(
        x: Axis("gap (pp)"), y: Axis("bound", .logarithmic),
        marks: [
          .points(
            (0..<1000).map {
              let gap = Double($0 * 7919 % 1000) / 100
              return Point(gap, 5 + gap * gap * (1 + Double($0 * 104_729 % 100) / 50), "run \($0): \(gap)")
            }, series: 0), .diagonal(label: "y = x"),
        ])
    ])

  static let manyBands = Figure(
    name: "many-bands", title: "Two hundred layers", series: ["factor"],
    panels: [
      Panel(
        x: Axis("layer", .bands((0..<200).map { "transformer.block.\($0).attention.weight" })),
        y: Axis("factor"),
        marks: [.bars((0..<200).map { Bar(band: $0, series: 0, high: 1 + Double($0 % 17), hover: "layer \($0)") })])
    ])

  static let heights = Figure(
    name: "three-panels", title: "Three panels", series: ["a"],
    panels: (0..<3).map { panel in
      Panel(
        title: "Panel \(panel)", x: Axis("epoch"), y: Axis("value", panel == 1 ? .logarithmic : .linear),
        marks: [
          .line((1...9).map { Point(Double($0), Double($0 * $0 + 1) * (panel == 2 ? -1 : 1), "\($0)") }, series: 0)
        ])
    })

  static let allSeries = Figure(
    name: "all-series", title: "Every series' colour, shape, dashes and hatching",
    series: (1...8).map { "series \($0)" },
    panels: [
      Panel(
        title: "Lines", x: Axis("x"), y: Axis("y"),
        marks: (0..<8).map { series in
          .line((0...4).map { Point(Double($0), Double(series) + Double($0) / 4, "\(series)") }, series: series)
        }),
      Panel(
        title: "Bars", x: Axis("", .bands(["a", "b"])), y: Axis("y"),
        marks: [
          .bars((0..<16).map { Bar(band: $0 / 8, series: $0 % 8, high: Double($0 % 8 + 2), hover: "\($0)") })
        ]),
    ])
}
