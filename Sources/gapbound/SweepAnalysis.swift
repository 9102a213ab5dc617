import Analysis
import Reporting

/// The analyses at the end of a sweep: one for each number of training samples, and a table of all runs.
struct SweepAnalysis {
  /// Data, preprocessing and what is asked for.
  let settings: Settings
  let workers: WorkerCount

  /// Finds out before the trainings whether the settings can be used and the samples be read.
  func check() throws(CommandFailure) {
    let resolved = ResolvedSettings(settings: settings)
    _ = try resolved.radii()
    _ = try resolved.marginScale()
    _ = try resolved.failureProbability()
    _ = try resolved.reference()
    _ = try settings[.sharpness]?.flag()
    _ = try resolved.samples(.test)
    _ = try resolved.formats()
  }

  /// Analyses every group, writes its report beside its runs and prints the table.
  ///
  /// - Returns: the failures of groups; the others are analysed all the same.
  func run(_ plan: SweepPlan) throws(CommandFailure) -> [CommandFailure] {
    var reports: [String: AnalysisReport] = [:]
    var failures: [CommandFailure] = []
    for group in plan.groups {
      let run = AnalysisRun(
        command: "sweep", paths: [group.path], resolved: ResolvedSettings(settings: settings(of: group)),
        needsData: true)
      do throws(CommandFailure) {
        try run.run { report in
          reports[group.path] = report
          Self.tellForeign(report, in: group, plan)
        }
      } catch { failures.append(error) }
    }
    if !reports.isEmpty { try printData(SweepMarkdown.results(plan, reports)) }
    return failures
  }

  /// Other trainings in the folder are in the report as well; nobody should wonder where they come from.
  private static func tellForeign(_ report: AnalysisReport, in group: SweepGroup, _ plan: SweepPlan) {
    let names = Set(plan.runs.filter { $0.sampleCount == group.sampleCount }.map(\.run.name))
    let foreign = Set(report.checkpoints.map(\.file.label)).filter { label in
      !names.contains(String(label.prefix { $0 != "/" }))
    }
    guard let example = foreign.min() else { return }
    printError(
      "\(group.path): \(foreign.count) checkpoints, such as \(example), are of no run of this sweep; they are in the report all the same"
    )
  }

  private func settings(of group: SweepGroup) -> Settings {
    let given: [Setting: String] = [
      .output: group.path, .threads: "\(workers.count)", .trainSamples: "\(group.sampleCount)",
    ]
    return Settings(given.mapValues { SettingValue(text: $0, origin: "sweep") }).filled(from: settings)
  }
}
