import Analysis
import Reporting

/// What `norms` prints of every layer.
enum NormColumns: String, CaseIterable {
  case norms
  case weightwatcher

  /// What --columns says.
  init(flag: String?) throws(CommandFailure) {
    guard let flag else {
      self = .norms
      return
    }
    guard let columns = NormColumns(rawValue: flag) else {
      let known = Self.allCases.map(\.rawValue).joined(separator: " or ")
      throw SettingValue(text: flag, origin: "--columns").refused("expected \(known)")
    }
    self = columns
  }
}

/// Where a report in WeightWatcher's columns goes.
struct WeightWatcherDestination {
  private let folder: String?
  private let formats: [WeightWatcherFormat]

  /// Those of --output and --format, which knows fewer formats than for other reports.
  init(_ resolved: ResolvedSettings) throws(CommandFailure) {
    folder = resolved.settings[.output]?.text
    guard let setting = resolved.settings[.format] else {
      formats = folder == nil ? [.md] : WeightWatcherFormat.allCases
      return
    }
    if let unknown = setting.parts.first(where: { WeightWatcherFormat(rawValue: $0.text) == nil }) {
      let known = WeightWatcherFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw unknown.refused("not a format of --columns weightwatcher; known: \(known)")
    }
    formats = setting.parts.compactMap { WeightWatcherFormat(rawValue: $0.text) }
    guard folder != nil || formats.count == 1 else {
      throw CommandFailure(code: .usage, message: "several formats need a folder: add --output DIR")
    }
  }

  /// Writes the layers of a report.
  func write(_ analyses: AnalysisReport) throws(CommandFailure) {
    let report = WeightWatcherReport(analyses)
    tell([report.warning].compactMap(\.self))
    guard let folder else { return try printData(report.rendered(as: formats[0])) }
    do { try ReportWriter.write(report, as: formats, to: folder) } catch {
      throw CommandFailure(code: .unreadableInput, message: "\(error)")
    }
    let names = formats.map(\.rawValue).joined(separator: ",")
    printError("wrote \(folder)/weightwatcher.\(formats.count == 1 ? names : "{\(names)}")")
  }
}
