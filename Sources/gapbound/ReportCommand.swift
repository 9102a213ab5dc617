import Analysis
import ArgumentParser
import Foundation
import Reporting

/// `gapbound report FILE`
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Renders a finished report again, in any format, without the checkpoints and the data.",
    discussion: """
      FILE is report.jsonl or report.json as analyze, norms, demo and sweep write it. Statistics are computed again from
      the checkpoints in it; nothing else is. With --output the pictures are drawn too.

      EXAMPLES
        gapbound report report/report.jsonl --format html --output report/
        gapbound report report.json > report.md
        gapbound report report.jsonl --format tex > table.tex
      """)

  @Argument(help: ArgumentHelp("report.jsonl or report.json.", valueName: "file"))
  var file: String

  @OptionGroup var writing: WritingOptions

  func run() throws {
    try reportingFailure { () throws(CommandFailure) in
      let own = Settings(flags: try writing.flags()).filled(
        from: Settings(environment: ProcessInfo.processInfo.environment))
      let destination = try ResolvedSettings(settings: own).destination()
      let report = try read()
      guard !report.checkpoints.isEmpty else {
        throw CommandFailure(code: .nothingToAnalyse, message: "\(file): there is no checkpoint in the report")
      }
      try destination.write(report)
    }
  }

  private func read() throws(CommandFailure) -> AnalysisReport {
    do { return try ReportReader.read(file) } catch {
      throw CommandFailure(code: .unreadableInput, message: "\(error)")
    }
  }
}
