import Analysis
import Bounds

/// A column of the overview in the formats that typeset their numbers: HTML, LaTeX.
struct ReportColumn: Sendable {
  let header: String
  let group: Group
  /// What the column is, where its header does not say all; plain text.
  let meaning: String?
  let cell: @Sendable (CheckpointAnalysis) -> Quantity

  /// What stands under one heading.
  enum Group: Sendable {
    case checkpoint
    case measured
    case bounds
    case measures

    /// The heading.
    var title: String {
      switch self {
      case .checkpoint: ""
      case .measured: "Measured"
      case .bounds: "Bounds: generalization part"
      case .measures: "Measures"
      }
    }
  }

  init(
    _ header: String, _ group: Group, meaning: String? = nil,
    _ cell: @escaping @Sendable (CheckpointAnalysis) -> Quantity
  ) {
    self.header = header
    self.group = group
    self.meaning = meaning
    self.cell = cell
  }
}

extension ReportColumn {
  /// Every column in which some checkpoint has something, the checkpoint's name first.
  static func all(_ report: AnalysisReport) -> [ReportColumn] {
    let (name, others) = (identity(report), measured(report) + bounds(report) + measures(report))
    return name + others.filter { column in report.checkpoints.contains { !column.cell($0).isMissing } }
  }

  private static func identity(_ report: AnalysisReport) -> [ReportColumn] {
    let analyses = report.checkpoints
    let names = CheckpointNames(analyses)
    let name = ReportColumn("checkpoint", .checkpoint) { .words(names[$0]) }
    let series = ReportColumn("series", .checkpoint) { .words($0.file.series) }
    let epoch = ReportColumn("epoch", .checkpoint) { Quantity($0.file.epoch ?? $0.logged?.epoch) }
    let step = ReportColumn("step", .checkpoint) { Quantity($0.file.step ?? $0.logged?.step) }
    return [name] + (analyses.map(\.file.series).unique.count > 1 ? [series] : [])
      + [epoch, step].filter { column in analyses.contains { !column.cell($0).isMissing } }
  }

  private static func measured(_ report: AnalysisReport) -> [ReportColumn] {
    let hasLogged = report.checkpoints.contains { $0.gapSource == .logged }
    let gap = ReportColumn("gap", .measured, meaning: "test − train, in percentage points") {
      Quantity(points: $0.gap?.error)
    }
    return [
      ReportColumn("train", .measured, meaning: "training error") { Quantity(rate: $0.train?.error) },
      ReportColumn("test", .measured, meaning: "test error") { Quantity(rate: $0.test?.error) },
    ] + (hasLogged ? logged : []) + [gap] + (hasLogged ? [source] : []) + (report.isPerturbed ? [robust] : [])
      + [
        ReportColumn("γ", .measured, meaning: "margin scale") { Quantity($0.marginScale) },
        ReportColumn("loss", .measured, meaning: "margin loss at γ on the training samples") {
          Quantity($0.train?.robustRampLoss)
        },
        ReportColumn("Π‖W‖₂", .measured, meaning: "product of the certified spectral norms") { analysis in
          report.isNormsOnly && !analysis.layers.isEmpty
            ? .bound(analysis.layers.map(\.norms.spectralNorm.upperBound).product, isInformative: false) : .missing
        },
      ]
  }

  private static let logged = [
    ReportColumn("logged train", .measured, meaning: "training error by the run's own logs") {
      Quantity(rate: $0.logged?.trainError)
    },
    ReportColumn("logged test", .measured, meaning: "test error by the run's own logs") {
      Quantity(rate: $0.logged?.testError)
    },
    ReportColumn("train loss", .measured, meaning: "training loss by the run's own logs") {
      Quantity($0.logged?.trainLoss)
    },
    ReportColumn("test loss", .measured, meaning: "test loss by the run's own logs") { Quantity($0.logged?.testLoss) },
  ]

  private static let source = ReportColumn("gap source", .measured, meaning: "where the gap comes from") {
    .words($0.gapSourceText)
  }

  private static let robust = ReportColumn(
    "robust", .measured, meaning: "share of test samples that Theorems 1–3 do not certify for all weights in the ball"
  ) { Quantity(rate: $0.test?.robustError) }

  private static func bounds(_ report: AnalysisReport) -> [ReportColumn] {
    let keys = report.boundKeys
    let bounds = keys.map { key in
      ReportColumn(key, .bounds, meaning: boundCatalogue.first { $0.key == key }?.formula) { bound(key, of: $0) }
    }
    guard let key = OverviewColumn.actionable(keys) else { return bounds }
    return bounds + [
      ReportColumn("n*", .bounds, meaning: "training samples at which \(key) would fall below 1") { analysis in
        guard let bound = analysis.bound(key), bound.reason == nil else { return .missing }
        return .samples(bound.sampleCountNeeded)
      }
    ]
  }

  private static func bound(_ key: String, of analysis: CheckpointAnalysis) -> Quantity {
    guard let bound = analysis.bound(key) else { return .missing }
    guard let part = bound.generalizationPart else { return .notApplicable }
    return .bound(part, isInformative: bound.isVacuous == false)
  }

  private static func measures(_ report: AnalysisReport) -> [ReportColumn] {
    report.checkpoints.flatMap { $0.measures.map(\.key) }.unique.map { key in
      ReportColumn(key, .measures) { analysis in
        analysis.measures.first { $0.key == key }.map { Quantity($0.outcome) } ?? .missing
      }
    }
  }
}

extension Quantity {
  /// What came of a measure.
  init(_ outcome: MeasureOutcome) {
    switch outcome {
    case .value(let x): self = .number(x)
    case .log10(let logarithm): self = .power(log10: logarithm)
    case .notAvailable: self = .notApplicable
    }
  }
}
