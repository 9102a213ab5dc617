import Foundation

/// Writes reports into a folder.
public enum ReportWriter {
  /// The folder of the pictures, within that of the report.
  static let pictureFolder = "pictures"

  /// Writes `report.<extension>` in every format given and returns the paths of reports, then of pictures. Where a format refers to pictures, they are
  /// written too: `pictures/<name>.svg` and, for reuse, `pictures/<name>.vl.json`, a Vega-Lite specification.
  ///
  /// Folders are made if they are missing. Every file is written beside its place under another name and then renamed, so
  /// that a reader finds the old report or the new one and a failure leaves no half of one.
  @discardableResult
  public static func write(
    _ report: some Report, as formats: [any ReportExporter.Type], to folder: String
  ) throws(ReportWriteError) -> [String] {
    // Everything is rendered before the first file is touched.
    let figures = formats.contains { $0.refersToPictures } ? report.figures : []
    let place = figures.isEmpty ? nil : pictureFolder
    let texts = formats.map { ("report.\($0.fileExtension)", report.rendered(as: $0, pictures: place)) }
    let pictures = figures.flatMap {
      [("\(pictureFolder)/\($0.name).svg", $0.svg), ("\(pictureFolder)/\($0.name).vl.json", $0.vegaLite)]
    }
    try makeFolder(folder)
    if let place { try makeFolder("\(folder)/\(place)") }
    // Pictures first: a report never refers to one that is not there.
    let drawn = try pictures.map { name, text throws(ReportWriteError) in try write(text, as: name, in: folder) }
    return try texts.map { name, text throws(ReportWriteError) in try write(text, as: name, in: folder) } + drawn
  }

  /// Writes texts under their names, as above.
  static func write(_ texts: [(name: String, text: String)], to folder: String) throws(ReportWriteError) -> [String] {
    try makeFolder(folder)
    return try texts.map { name, text throws(ReportWriteError) in try write(text, as: name, in: folder) }
  }

  private static func write(_ text: String, as name: String, in folder: String) throws(ReportWriteError) -> String {
    let url = URL(filePath: folder, directoryHint: .isDirectory).appending(path: name, directoryHint: .notDirectory)
    let path = url.path(percentEncoded: false)
    do { try Data(text.utf8).write(to: url, options: .atomic) } catch {
      throw .cannotWrite(path: path, cause: error.localizedDescription)
    }
    return path
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
