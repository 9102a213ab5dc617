import Analysis

/// The report in one sentence, and how the paths were read.
enum SummarySection {
  static func blocks(_ report: AnalysisReport) -> [String] {
    let readings = report.readings.map { "- " + MarkdownText.escaped($0) }
    return [sentence(report)] + (readings.isEmpty ? [] : [readings.joined(separator: "\n")])
  }

  private static func sentence(_ report: AnalysisReport) -> String {
    let entries = report.entriesByCheckpoint.compactMap(\.first?.analysis)
    guard !entries.isEmpty else { return "Nothing was analysed; the coverage table says why." }
    return checkpoints(entries) + "; " + data(report) + "."
  }

  private static func checkpoints(_ entries: [CheckpointAnalysis]) -> String {
    let series = entries.map(\.file.series).unique.count
    let copies = entries.count { $0.duplicateOf != nil }
    return "**\(MarkdownText.counted(entries.count, "checkpoint"))**"
      + (series > 1 ? " in \(series) series" : "")
      + (copies > 0 ? " (\(copies) of them \(copies == 1 ? "a byte copy" : "byte copies") of an earlier one)" : "")
  }

  private static func data(_ report: AnalysisReport) -> String {
    if report.isNormsOnly { return "norms of the layers only, no data were used" }
    let (train, test) = (report.parameters.train, report.parameters.test)
    if train == nil, test == nil { return "no data were given" }
    let limit = report.parameters.trainSampleLimit
    return (train.map { "training data " + stamp($0, limit) } ?? "no training data") + ", "
      + (test.map { "test data " + stamp($0, nil) } ?? "no test data")
  }

  private static func stamp(_ data: ReportParameters.DataStamp, _ limit: Int?) -> String {
    "\(MarkdownText.code(data.path)) (\(data.samples(limit)) of \(MarkdownText.counted(data.features, "feature")))"
  }
}

extension ReportParameters.DataStamp {
  /// "360 samples", "the first 100 of 360 samples".
  func samples(_ limit: Int?) -> String {
    let all = MarkdownText.counted(count, "sample")
    guard let limit, limit < count else { return all }
    return "the first \(limit) of \(all)"
  }
}
