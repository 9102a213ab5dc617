import Foundation
import TensorFiles

/// The training logs that were found, and which row of them is about which checkpoint.
///
/// A log is about the checkpoints in its folder and, where those below it are one run, about these too. Rows and checkpoints
/// are paired on equal epochs, else on equal steps; nothing is shifted by one, since no file says who counts from 0.
public struct RunLogs: Sendable {
  private let logs: [RunLog]
  private let faults: [Coverage]
  /// The folder of each checkpoint, links resolved, by path.
  private let homes: [String: String]
  private let checkpointsInFolder: [String: Int]
  private let seriesBelow: [String: Set<String>]
  private let stepsOfEpoch: [SeriesEpoch: Set<Int>]

  private struct SeriesEpoch: Hashable {
    let series: String
    let epoch: Int
  }

  init(_ logs: [RunLog], faults: [Coverage] = [], for files: [CheckpointFile] = []) {
    self.logs = logs
    self.faults = faults
    let homes = Dictionary(files.map { ($0.path, Self.home(of: $0)) }) { a, _ in a }
    self.homes = homes
    checkpointsInFolder = Dictionary(grouping: homes.values) { $0 }.mapValues(\.count)
    var below: [String: Set<String>] = [:]
    for log in logs {
      below[log.folder] = Set(files.filter { homes[$0.path]?.hasPrefix(log.folder + "/") ?? false }.map(\.series))
    }
    seriesBelow = below
    var steps: [SeriesEpoch: Set<Int>] = [:]
    for file in files {
      if let epoch = file.epoch, let step = file.step {
        steps[SeriesEpoch(series: file.series, epoch: epoch), default: []].insert(step)
      }
    }
    stepsOfEpoch = steps
  }

  private static func home(of file: CheckpointFile) -> String {
    let isFolder = FolderContents.isFolder(file.path) == true
    return FolderContents.canonical(isFolder ? file.path : parentFolder(of: file.path))
  }

  /// How every log was read, one sentence each.
  public var explanation: [String] {
    logs.map { log in
      let columns = MetricChoice.Number.allCases.compactMap { number in
        log.choice.columns[number].map { "\(number.rawValue) = \($0.formula)" }
      }
      let rows = "\(log.table.rows.count) row\(log.table.rows.count == 1 ? "" : "s")"
      return "\(log.path): logged metrics, \(rows) with \(log.keys): "
        + (columns + log.choice.remarks).joined(separator: "; ")
    } + faults.map { "\($0.path): \($0.reason)" }
  }

  /// What became of every log, once checkpoints are paired; one that was looked for outside the paths is named if used.
  public func coverage(pairedWith metrics: [LoggedMetrics]) -> [Coverage] {
    let uses = Dictionary(grouping: metrics, by: \.file).mapValues(\.count)
    return faults
      + logs.compactMap { log in
        if let count = uses[log.path] {
          let checkpoints = "\(count) checkpoint\(count == 1 ? "" : "s")"
          return Coverage(
            path: log.path, status: .analysed, reason: "logged metrics, used for the gap of \(checkpoints)")
        }
        guard log.isBelowPaths else { return nil }
        return Coverage(path: log.path, status: .skipped, reason: "logged metrics, paired with no checkpoint")
      }
  }

  /// The metrics of a checkpoint, whose epoch and step are known by now as well as they can be.
  public func pairing(of file: CheckpointFile) -> LogPairing {
    guard let home = homes[file.path] else { return LogPairing(metrics: nil, explanation: []) }
    var misses: [String] = []
    for log in logs.filter({ isAbout($0, home) }).sorted(by: { $0.folder.utf8.count > $1.folder.utf8.count }) {
      switch match(log, file, home) {
      case .found(let metrics, let key):
        let read = ([key] + metrics.columns).joined(separator: "; ")
        return LogPairing(metrics: metrics, explanation: misses + ["logged metrics from \(log.path): \(read)"])
      case .missed(let reason): misses.append("no logged metrics from \(log.path): \(reason)")
      }
    }
    return LogPairing(metrics: nil, explanation: misses)
  }

  private func isAbout(_ log: RunLog, _ home: String) -> Bool {
    log.folder == home || home.hasPrefix(log.folder + "/")
  }

  private enum Match {
    case found(LoggedMetrics, key: String)
    case missed(String)
  }

  private func match(_ log: RunLog, _ file: CheckpointFile, _ home: String) -> Match {
    if log.folder != home, let runs = seriesBelow[log.folder], runs.count > 1 {
      return .missed("it lies above \(runs.count) runs")
    }
    if let epoch = file.epoch, !hasSeveralSteps(file), let metrics = log.metrics(atEpoch: epoch) {
      return .found(metrics, key: "paired by epoch \(epoch)" + disagreement("step", metrics.step, file.step))
    }
    if let step = file.step, let metrics = log.metrics(atStep: step) {
      guard metrics.epoch == nil || file.epoch == nil || metrics.epoch == file.epoch else {
        return .missed("step \(step)" + disagreement("epoch", metrics.epoch, file.epoch))
      }
      return .found(metrics, key: "paired by step \(step)")
    }
    if log.folder == home, checkpointsInFolder[home] == 1, let metrics = log.onlyMetrics,
      metrics.epoch == nil || file.epoch == nil, metrics.step == nil || file.step == nil
    {
      return .found(metrics, key: "its only row, beside the only checkpoint of the folder")
    }
    let place = [file.epoch.map { "epoch \($0)" }, file.step.map { "step \($0)" }].compactMap(\.self)
    return .missed(
      place.isEmpty
        ? "neither epoch nor step of the checkpoint is known"
        : "no row for \(place.joined(separator: " and ")); it has \(log.keys)")
  }

  /// Where a series has several checkpoints in one epoch, the epoch does not tell them apart.
  private func hasSeveralSteps(_ file: CheckpointFile) -> Bool {
    guard let epoch = file.epoch else { return false }
    return stepsOfEpoch[SeriesEpoch(series: file.series, epoch: epoch)]?.count ?? 0 > 1
  }

  private func disagreement(_ key: String, _ logged: Int?, _ own: Int?) -> String {
    guard let logged, let own, logged != own else { return "" }
    return " (\(key) \(logged) in the log, \(own) at the checkpoint)"
  }
}

/// What the logs say about a checkpoint and why that row was taken.
public struct LogPairing: Sendable, Equatable {
  /// The metrics; nil where no row is about it.
  public var metrics: LoggedMetrics?
  /// Which log and row, by which key; why others were not taken.
  public var explanation: [String]
}
