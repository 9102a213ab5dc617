import Analysis
import Foundation

/// Reads reports of analyses that were written as JSON Lines or JSON.
///
/// Nothing of the file is trusted: what does not decode is an error that names the line, and memory stays within a small
/// multiple of the file. Statistics are computed again from the checkpoints.
public enum ReportReader {
  /// The report in a file, `.json` as one document and anything else as lines.
  public static func read(_ path: String) throws(ReportReadError) -> AnalysisReport {
    let data: Data
    do { data = try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe) } catch {
      throw .unreadable(path: path, cause: error.localizedDescription)
    }
    let parts = path.lowercased().hasSuffix(".json") ? try document(data, path) : try lines(data, path)
    guard let report = parts.report else { throw .inconsistent(path: path) }
    return report
  }

  private static func document(_ data: Data, _ path: String) throws(ReportReadError) -> ReportParts {
    let header: JSONHeader = try decode(data, path, line: nil)
    try check(header, path)
    let contents: DocumentContents = try decode(data, path, line: nil)
    return ReportParts(
      header: header, checkpoints: contents.checkpoints, exhibits: contents.exhibits, coverage: contents.coverage)
  }

  private static func lines(_ data: Data, _ path: String) throws(ReportReadError) -> ReportParts {
    var parts: ReportParts?
    var isWhole = false
    for (index, line) in data.split(separator: UInt8(ascii: "\n")).enumerated() {
      let record: RecordName = try decode(line, path, line: index + 1)
      guard parts != nil || record.record == "report" else { throw .noReport(path: path, record: record.record) }
      switch record.record {
      case "report":
        guard parts == nil else { throw .twoReports(path: path, line: index + 1) }
        let header: JSONHeader = try decode(line, path, line: index + 1)
        try check(header, path)
        parts = ReportParts(header: header)
      case "checkpoint": parts?.checkpoints.append(try decode(line, path, line: index + 1))
      case "exhibit": parts?.exhibits.append(try decode(line, path, line: index + 1))
      case "coverage": parts?.coverage.append(try decode(line, path, line: index + 1))
      // The last record of a report.
      case "statistics": isWhole = true
      // Records of later versions: keys and records are append-only.
      default: break
      }
    }
    guard let parts else { throw .empty(path: path) }
    guard isWhole else { throw .cutOff(path: path) }
    return parts
  }

  private static func check(_ header: JSONHeader, _ path: String) throws(ReportReadError) {
    guard header.schemaVersion == schemaVersion else {
      throw .otherSchema(path: path, found: header.schemaVersion, known: schemaVersion)
    }
  }

  private static func decode<Value: Decodable>(
    _ data: Data, _ path: String, line: Int?
  ) throws(ReportReadError) -> Value {
    do { return try JSONDecoder().decode(Value.self, from: data) } catch {
      throw .undecodable(path: path, line: line, cause: (error as? DecodingError)?.sentence ?? "\(error)")
    }
  }

  private struct RecordName: Decodable { let record: String }

  private struct DocumentContents: Decodable {
    let checkpoints: [JSONCheckpoint]
    let exhibits: [JSONExhibit]
    let coverage: [JSONCoverage]
  }
}

/// Why a report cannot be read back.
public enum ReportReadError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file cannot be opened.
  case unreadable(path: String, cause: String)
  /// There is no line in it.
  case empty(path: String)
  /// The record at its end is missing.
  case cutOff(path: String)
  /// It begins with something else than an analysis.
  case noReport(path: String, record: String)
  /// A second report begins.
  case twoReports(path: String, line: Int)
  /// Its contract is another version's.
  case otherSchema(path: String, found: Int, known: Int)
  /// A line, or the document, is not what the contract says.
  case undecodable(path: String, line: Int?, cause: String)
  /// Its parts do not fit each other.
  case inconsistent(path: String)

  /// The cause in one line.
  public var description: String {
    switch self {
    case .unreadable(let path, let cause): "\(path): \(cause)"
    case .empty(let path): "\(path): the file is empty"
    case .cutOff(let path): "\(path): the end of the report is missing: there is no record \"statistics\""
    case .noReport(let path, "certification"):
      "\(path): a report of certify; only reports of analyze, norms, demo and sweep can be rendered again"
    case .noReport(let path, let record): "\(path): line 1 is a record \"\(record)\"; expected \"report\""
    case .twoReports(let path, let line): "\(path): line \(line): a second report begins; give one file for each"
    case .otherSchema(let path, let found, let known):
      "\(path): written for version \(found) of the JSON contract; this gapbound reads version \(known)"
    case .undecodable(let path, let line, let cause): "\(path): \(line.map { "line \($0): " } ?? "")\(cause)"
    case .inconsistent(let path): "\(path): γ, δ, the radii or the number of checkpoints for them make no sense"
    }
  }
}

extension DecodingError {
  /// The key and what is wrong with it, in one line.
  fileprivate var sentence: String {
    switch self {
    case .keyNotFound(let key, let context): "\(Self.place(context))the key \"\(key.stringValue)\" is missing"
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      "\(Self.place(context))expected \(type)"
    case .dataCorrupted(let context): "\(Self.place(context))\(context.debugDescription)"
    @unknown default: "\(self)"
    }
  }

  private static func place(_ context: Context) -> String {
    let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
    return path.isEmpty ? "" : "\(path.hasPrefix(".") ? String(path.dropFirst()) : path): "
  }
}
