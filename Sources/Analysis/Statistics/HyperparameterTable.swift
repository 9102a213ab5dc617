import Checkpoints
import Datasets

/// A table of hyper-parameters: one line for each run or checkpoint, one column for each hyper-parameter.
///
///     run,learning_rate,width
///     a/1,0.1,64
///
/// The first line names the columns. `run` holds names of series, or `checkpoint` labels; empty cells are not set.
public struct HyperparameterTable: Sendable, Equatable {
  /// Which names stand in the first column of the two that is there.
  public enum Key: String, Sendable, CaseIterable {
    case run, checkpoint
  }

  /// Where it was read from.
  public let path: String
  /// What a row is about.
  public let key: Key
  /// Names of runs or checkpoints in order, each with its hyper-parameters.
  let rows: [(name: String, values: [String: String])]

  /// Reads a table.
  public init(path: String) throws(HyperparameterTableError) {
    self.path = path
    let lines = try Self.lines(path)
    guard let header = lines.first else { throw .empty(path: path) }
    let keys = Key.allCases.filter { header.fields.contains($0.rawValue) }
    guard keys.count == 1, let key = keys.first, let place = header.fields.firstIndex(of: key.rawValue) else {
      throw .noKey(path: path, found: header.fields)
    }
    guard Set(header.fields).count == header.fields.count else { throw .repeatedColumn(path: path) }
    self.key = key
    var rows: [(name: String, values: [String: String])] = []
    var seen: Set<String> = []
    for line in lines.dropFirst() {
      guard line.fields.count == header.fields.count else {
        throw .fieldCount(path: path, line: line.number, expected: header.fields.count, found: line.fields.count)
      }
      let name = line.fields[place]
      guard seen.insert(name).inserted else { throw .repeatedRow(path: path, line: line.number, name: name) }
      let values = Dictionary(uniqueKeysWithValues: zip(header.fields, line.fields))
      rows.append((name, values.filter { $0.key != key.rawValue && !$0.value.isEmpty }))
    }
    self.rows = rows
  }

  private static func lines(_ path: String) throws(HyperparameterTableError) -> [(number: Int, fields: [String])] {
    do {
      var reader = try CSVReader(path: path)
      var lines: [(number: Int, fields: [String])] = []
      while try reader.next() {
        if !reader.isBlank { lines.append((reader.line, reader.ends.indices.map { reader.wholeText($0) })) }
      }
      return lines
    } catch {
      throw .file(error)
    }
  }

  public static func == (a: HyperparameterTable, b: HyperparameterTable) -> Bool {
    a.path == b.path && a.key == b.key && a.rows.elementsEqual(b.rows) { $0 == $1 }
  }

  private func name(of file: CheckpointFile) -> String { key == .run ? file.series : file.label }
}

extension HyperparameterTable {
  /// Sets the hyper-parameters of all checkpoints; those of the table win over those of a file.
  ///
  /// - Returns: what does not fit, one line of coverage each: rows without a checkpoint, runs or checkpoints without a row, whose
  ///   hyper-parameters become unknown.
  func apply(to analyses: inout [CheckpointAnalysis]) -> [Coverage] {
    let values = Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0.values) })
    for index in analyses.indices {
      let told = values[name(of: analyses[index].file)]
      analyses[index].hyperparameters = told.map { analyses[index].hyperparameters.merging($0) { $1 } } ?? [:]
    }
    let names = analyses.map { name(of: $0.file) }.unique
    let found = Set(names)
    let useless = rows.map(\.name).filter { !found.contains($0) }.map { name in
      Coverage(path: path, status: .skipped, reason: "the row of \(name) is of no \(key.rawValue) here")
    }
    let untold = names.filter { values[$0] == nil }.map { name in
      Coverage(
        path: path, status: .skipped,
        reason: "there is no row for the \(key.rawValue) \(name), which statistics over hyper-parameters leave out")
    }
    return useless + untold
  }
}

/// Why a table of hyper-parameters cannot be used.
public enum HyperparameterTableError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file below is unreadable or no comma-separated text.
  case file(DatasetError)
  /// It has no line.
  case empty(path: String)
  /// It has neither a column `run` nor a column `checkpoint`, or both.
  case noKey(path: String, found: [String])
  /// Two columns have one name.
  case repeatedColumn(path: String)
  /// A line has more or fewer fields than the first.
  case fieldCount(path: String, line: Int, expected: Int, found: Int)
  /// Two lines are about one run or checkpoint.
  case repeatedRow(path: String, line: Int, name: String)

  /// The cause in one line.
  public var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .empty(let path): "\(path): the table is empty"
    case .noKey(let path, let found):
      "\(path): expected one column run or checkpoint; columns found: \(found.prefix(20).joined(separator: ", "))"
    case .repeatedColumn(let path): "\(path): two columns have the same name"
    case .fieldCount(let path, let line, let expected, let found):
      "\(path): line \(line) has \(found) fields; expected \(expected)"
    case .repeatedRow(let path, let line, let name): "\(path): line \(line) is a second row for \(name)"
    }
  }
}
