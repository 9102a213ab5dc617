import Foundation
import TensorFiles

/// A training log that was read, with its place.
struct RunLog: Sendable {
  let path: String
  /// Where it lies, links resolved: it is about checkpoints here and below.
  let folder: String
  let table: LogTable
  let choice: MetricChoice
  /// False for one that was looked for beside a single file.
  let isBelowPaths: Bool
  /// The step at which an HF Trainer's file was written.
  let finalStep: Int?
  private let rowsByEpoch: KeyedRows
  private let rowsByStep: KeyedRows

  /// A larger file is no log of this kind.
  static let sizeLimit = 64 << 20

  init(_ path: String, as format: LogFormat, isBelowPaths: Bool) throws(LogError) {
    let bytes = try Self.bytes(of: path)
    table = try format.parse(bytes)
    if table.isOverfull { throw LogError(reason: "more than \(LogTable.rowLimit) rows") }
    choice = MetricChoice(of: table)
    guard !choice.columns.isEmpty else {
      let none = "no column with a loss, an accuracy or an error"
      throw LogError(reason: ([none] + choice.remarks).joined(separator: "; "))
    }
    self.path = path
    self.isBelowPaths = isBelowPaths
    folder = FolderContents.canonical(parentFolder(of: path))
    finalStep = format.fileNames == ["trainer_state.json"] ? TrainerStateLog.finalStep(bytes) : nil
    rowsByEpoch = KeyedRows(table.hasFractionalEpochs ? [] : table.rows.map(\.epoch))
    rowsByStep = KeyedRows(table.rows.map(\.step))
  }

  private static func bytes(of path: String) throws(LogError) -> [UInt8] {
    let file: MappedFile
    do { file = try MappedFile(path: path) } catch {
      throw LogError(reason: "\(error)".replacing("\(path): ", with: ""))
    }
    guard file.byteCount <= sizeLimit else {
      throw LogError(reason: "\(file.byteCount) bytes, at most \(sizeLimit) are read")
    }
    return file.bytes(0..<file.byteCount)
  }

  /// The keys that its rows have, in words.
  var keys: String {
    let found = [(rowsByEpoch, "epochs"), (rowsByStep, "steps")].compactMap { $0.0.extent(of: $0.1) }
    let none = table.hasFractionalEpochs ? "fractional epochs only" : "neither epochs nor steps"
    return found.isEmpty ? none : found.joined(separator: " and ")
  }

  /// What the rows of an epoch say, the last value of each column; nil where no row has it.
  func metrics(atEpoch epoch: Int) -> LoggedMetrics? { metrics(of: rowsByEpoch[epoch]) }

  /// What the rows of a step say.
  func metrics(atStep step: Int) -> LoggedMetrics? { metrics(of: rowsByStep[step]) }

  /// What the only row says.
  var onlyMetrics: LoggedMetrics? { table.rows.count == 1 ? metrics(of: [0]) : nil }

  private func metrics(of rows: [Int]) -> LoggedMetrics? {
    guard let last = rows.last else { return nil }
    var result = LoggedMetrics(
      epoch: table.hasFractionalEpochs ? nil : table.rows[last].epoch,
      step: rows.compactMap { table.rows[$0].step }.last,
      file: path, columns: [])
    for number in MetricChoice.Number.allCases {
      guard let column = choice.columns[number], let found = table.last(ofColumn: column.index, in: rows) else {
        continue
      }
      let value = column.value(found.value)
      switch number {
      case .trainError: result.trainError = value
      case .testError: result.testError = value
      case .trainLoss: result.trainLoss = value
      case .testLoss: result.testLoss = value
      }
      let several = found.count > 1 ? " (the last of \(found.count) values)" : ""
      result.columns.append("\(number.rawValue) = \(column.formula)\(several)")
    }
    return result.columns.isEmpty ? nil : result
  }
}
