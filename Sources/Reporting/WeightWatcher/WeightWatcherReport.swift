import Analysis
import Checkpoints

/// The layers of a run in the columns of WeightWatcher 0.7.7, for those who compare with it.
public struct WeightWatcherReport: Sendable {
  /// Checkpoint by checkpoint, from the input to the output.
  let checkpoints: [[WeightWatcherRow]]
  let coverage: [Coverage]

  var rows: [WeightWatcherRow] { checkpoints.flatMap(\.self) }

  /// Measures the shape of every layer's spectrum. O(M²) for a layer of M eigenvalues at worst.
  public init(_ report: AnalysisReport) {
    checkpoints = report.entriesByCheckpoint.compactMap(\.first?.analysis).map { analysis in
      analysis.layers.map { layer in
        WeightWatcherRow(
          checkpoint: analysis.file.label, layer: layer.name, norms: layer.norms, shape: SpectralShape(of: layer.norms))
      }
    }
    coverage = report.coverage
  }

  /// That some layers are too small to fit; nil where none is.
  public var warning: String? {
    let few = rows.count(where: \.isOfFewEigenvalues)
    guard few > 0 else { return nil }
    return "\(few) of \(MarkdownText.counted(rows.count, "layer")) \(few == 1 ? "has" : "have") fewer than "
      + "\(SpectralShape.fewEigenvalues) eigenvalues: a power law fitted to so few says little"
  }

  /// Where WeightWatcher's own numbers are others, or missing.
  static let differences = [
    "Eigenvalues are used as they are, neither centred nor normalized; biases are no part of W.",
    "WeightWatcher leaves out layers of fewer than 8 or more than 15000 eigenvalues, and those with N > 50000; here are all.",
    "A convolution is here the matrix that maps its input to its output. WeightWatcher slices the kernel into one matrix for "
      + "each kernel position, pools their eigenvalues and halves them: such rows do not compare.",
    "WeightWatcher adds 1e-10 to every p and to matrix_rank, so that its entropy differs by up to 2.4e-9 · M/ln matrix_rank, and "
      + "is noise where matrix_rank = 1.",
    "On a machine with CUDA it rounds PyTorch's weights to half precision, takes singular values in single precision and adds "
      + "6e-5 to every p: compare with its results on a CPU.",
    "Where no power law can be fitted WeightWatcher prints alpha = D = sigma = -1, or alpha = 0 or inf for equal eigenvalues; "
      + "here the cells are empty. For fewer than 8 eigenvalues its sigma is -1/√n.",
  ]

  /// The report as text, ending in a line break.
  public func rendered(as format: WeightWatcherFormat) -> String {
    switch format {
    case .md: markdown
    case .csv: csv
    case .json: json
    }
  }

  /// The files of a format: `weightwatcher.<ext>`. CSV has no place for definitions; they come as a second table.
  func files(as format: WeightWatcherFormat) -> [(name: String, text: String)] {
    let report = (name: "weightwatcher.\(format)", text: rendered(as: format))
    return format == .csv ? [report, (name: "weightwatcher-columns.csv", text: Self.columnsAsCSV)] : [report]
  }
}

/// Formats of a report in WeightWatcher's columns.
public enum WeightWatcherFormat: String, CaseIterable, Sendable {
  /// Tables for people.
  case md
  /// One row for each layer.
  case csv
  /// Rows and definitions.
  case json
}

extension ReportWriter {
  /// Writes `weightwatcher.<extension>` in every format given, `weightwatcher-columns.csv` beside a CSV, and returns the paths.
  @discardableResult
  public static func write(
    _ report: WeightWatcherReport, as formats: [WeightWatcherFormat], to folder: String
  ) throws(ReportWriteError) -> [String] {
    try write(formats.flatMap(report.files), to: folder)
  }
}
