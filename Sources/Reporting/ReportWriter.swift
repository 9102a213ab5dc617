import Foundation

/// Writes reports into a folder.
public enum ReportWriter {
  /// Writes `report.<extension>` in every format given and returns the paths.
  ///
  /// The folder is made if it is missing. Every file is written beside its place under another name and then renamed, so
  /// that a reader finds the old report or the new one and a failure leaves no half of one.
  @discardableResult
  public static func write(
    _ report: some Report, as formats: [any ReportExporter.Type], to folder: String
  ) throws(ReportWriteError) -> [String] {
    // Everything is rendered before the first file is touched.
    let texts = formats.map { (name: "report.\($0.fileExtension)", data: Data(report.rendered(as: $0).utf8)) }
    try makeFolder(folder)
    var paths: [String] = []
    for (name, data) in texts {
      let url = URL(filePath: folder, directoryHint: .isDirectory).appending(path: name, directoryHint: .notDirectory)
      do { try data.write(to: url, options: .atomic) } catch {
        throw .cannotWrite(path: url.path(percentEncoded: false), cause: error.localizedDescription)
      }
      paths.append(url.path(percentEncoded: false))
    }
    return paths
  }

  private static func makeFolder(_ folder: String) throws(ReportWriteError) {
    do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
      throw .cannotCreateFolder(path: folder, cause: error.localizedDescription)
    }
  }
}

/// Why a report could not be written.
public enum ReportWriteError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The folder is missing and cannot be made.
  case cannotCreateFolder(path: String, cause: String)
  /// A file cannot be written or put in its place.
  case cannotWrite(path: String, cause: String)

  /// The path and the cause in one line.
  public var description: String {
    switch self {
    case .cannotCreateFolder(let path, let cause): "cannot make the folder \(path): \(cause)"
    case .cannotWrite(let path, let cause): "cannot write \(path): \(cause)"
    }
  }
}
