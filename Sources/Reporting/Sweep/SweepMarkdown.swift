import Analysis
import Bounds

/// The tables of a sweep, for a terminal: what is planned, and what came out.
public enum SweepMarkdown {
  /// One row for each run: its folder, what it is named by, n and how far it is.
  public static func plan(_ plan: SweepPlan) -> String {
    var table = MarkdownTable(words: ["folder"] + plan.columns, numbers: ["n"], words: ["state"])
    for planned in plan.runs {
      table.add(cells([planned.path] + planned.run.choices) + ["\(planned.sampleCount)", state(planned.status)])
    }
    return MarkdownReport.text([table.text, count(plan)])
  }

  /// One row for each run and setting of the radii: the errors of its last checkpoint, their gap, and the bound that holds for
  /// the trained network.
  ///
  /// - Parameter reports: those of the plan's groups that could be analysed, by the group's folder.
  public static func results(_ plan: SweepPlan, _ reports: [String: AnalysisReport]) -> String {
    let severalRadii = reports.values.contains { $0.parameters.radii.count > 1 }
    let key = OverviewColumn.actionable(plan.groups.flatMap { reports[$0.path]?.boundKeys ?? [] }.unique)
    var table = MarkdownTable(
      words: ["run"] + plan.columns, numbers: (severalRadii ? ["radii"] : []) + ["n", "train", "test", "gap", "bound"])
    for planned in plan.runs {
      let names = cells([planned.run.name] + planned.run.choices)
      let entries = plan.group(of: planned).flatMap { reports[$0.path] }?.lastCheckpoint(of: planned) ?? []
      for (radius, analysis) in entries {
        table.add(names + (severalRadii ? [radius] : []) + ["\(planned.sampleCount)"] + numbers(analysis, key))
      }
      if entries.isEmpty {
        let missing = MarkdownNumber.missing
        table.add(
          names + (severalRadii ? [missing] : []) + ["\(planned.sampleCount)", missing, missing, missing, missing])
      }
    }
    return MarkdownReport.text([table.text, legend(key)])
  }

  private static func cells(_ texts: [String]) -> [String] { texts.map(MarkdownText.escaped) }

  private static func state(_ status: TrainingStatus) -> String {
    switch status {
    case .new: "new"
    case .unfinished(let epochs): "unfinished, \(MarkdownText.counted(epochs, "epoch")) done"
    case .finished(let epochs): "finished, \(MarkdownText.counted(epochs, "epoch"))"
    }
  }

  private static func count(_ plan: SweepPlan) -> String {
    let new = plan.runs.count { $0.status == .new }
    let finished = plan.runs.count(where: \.isFinished)
    return
      "\(MarkdownText.counted(plan.runs.count, "run")): \(new) new, \(plan.runs.count - new - finished) unfinished, "
      + "\(finished) finished"
  }

  private static func numbers(_ analysis: CheckpointAnalysis, _ key: String?) -> [String] {
    let bound = key.flatMap(analysis.bound)
    return [
      MarkdownNumber.percent(analysis.train?.error), MarkdownNumber.percent(analysis.test?.error),
      MarkdownNumber.points(analysis.gap?.error),
      bound?.reason == nil ? MarkdownNumber.text(bound?.generalizationPart) : "n/a",
    ]
  }

  private static func legend(_ key: String?) -> String {
    "train, test: share of misclassified samples at the last checkpoint; gap: test − train"
      + (key.map { "; bound: \(MarkdownText.code($0)) without its empirical term" } ?? "")
  }
}

extension AnalysisReport {
  /// The analyses of a run's last epoch, at every setting of the radii.
  fileprivate func lastCheckpoint(of planned: PlannedRun) -> [(radius: String, analysis: CheckpointAnalysis)] {
    let own = entriesByCheckpoint.filter { $0.first?.analysis.file.label.hasPrefix(planned.run.name + "/") ?? false }
    // best.safetensors may be a copy of the last epoch, which stands before it.
    guard let last = own.compactMap({ $0.first?.analysis.file.epoch }).max(),
      let entries = own.first(where: { $0.first?.analysis.file.epoch == last })
    else { return [] }
    return entries.map { entry in
      (entry.radiusIndex.map { parameters.radii[$0].description } ?? "", entry.analysis)
    }
  }
}
