import Checkpoints

/// What became of every file and tensor. What was left out comes first and open; a long list of the analysed is folded.
enum CoverageSection {
  private static let longList = 10

  static func blocks(_ coverage: [Coverage]) -> [String] {
    guard !coverage.isEmpty else { return [] }
    let left = coverage.filter { $0.status != .analysed }
    let analysed = coverage.filter { $0.status == .analysed }
    return ["## Coverage"] + (left.isEmpty ? ["Nothing was skipped."] : [table(left)]) + list(analysed)
  }

  private static func list(_ analysed: [Coverage]) -> [String] {
    if analysed.isEmpty { return [] }
    return analysed.count > longList
      ? folded("\(MarkdownText.counted(analysed.count, "line")) of what was analysed", [table(analysed)])
      : [table(analysed)]
  }

  private static func table(_ lines: [Coverage]) -> String {
    var table = MarkdownTable(words: ["path", "tensor", "status", "reason"])
    for line in lines {
      table.add([line.path, line.tensor ?? "", line.status.rawValue, line.reason].map(MarkdownText.escaped))
    }
    return table.text
  }
}
