import Analysis

/// A report as CSV, for spreadsheets and data frames: one row for each checkpoint and setting of the radii, or for each
/// certified sample.
///
/// Column names are the JSON names joined by underscores, with a unit in brackets where there is one; `layers_1_…` is the
/// layer at the input. Numbers are the shortest that read back as the same double; a cell is empty where JSON has null.
/// Fields are quoted as in RFC 4180; lines end in a line feed.
public enum CSVReport: ReportExporter {
  /// The format's name on the command line.
  public static let name = "csv"
  /// The extension of its files.
  public static let fileExtension = "csv"
  /// The format in one line.
  public static let summary =
    "one row per checkpoint and radius, or per certified sample, for spreadsheets and data frames"

  /// A header and one row for each entry of the report.
  public static func render(_ report: AnalysisReport, pictures: String?) -> String {
    table(CSVColumn.all(for: report), report.entries)
  }

  /// A header and a line for each row.
  static func table<Row>(_ columns: [CSVColumn<Row>], _ rows: [Row]) -> String {
    line(columns.map(\.header)) + rows.map { row in line(columns.map { $0.cell(row) ?? "" }) }.joined()
  }

  private static func line(_ fields: [String]) -> String { fields.map(quoted).joined(separator: ",") + "\n" }

  /// A field as RFC 4180 wants it: in quotes where it holds a comma, a quote or a line break.
  static func quoted(_ field: String) -> String {
    // Scalars, not characters: "\r\n" is a single character.
    let special: Set<Unicode.Scalar> = [",", "\"", "\n", "\r"]
    guard field.unicodeScalars.contains(where: special.contains) else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}
