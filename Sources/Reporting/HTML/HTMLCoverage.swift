import Checkpoints

/// The coverage table; a long one with the lines put together that differ in their path only.
enum HTMLCoverage {
  private static let longList = 300

  static func add(_ coverage: [Coverage], to page: inout HTMLMarkdown) {
    guard coverage.count > longList else { return page.add(CoverageSection.blocks(coverage)) }
    page.add(
      CoverageSection.blocks(merged(coverage)) + [
        "Lines that differ in their path only are put together; report.json has all \(coverage.count)."
      ])
  }

  private struct Kind: Hashable {
    let tensor: String?
    let status: Coverage.Status
    let reason: String
  }

  private static func merged(_ coverage: [Coverage]) -> [Coverage] {
    let kinds = coverage.map { Kind(tensor: $0.tensor, status: $0.status, reason: $0.reason) }
    let paths = Dictionary(grouping: zip(kinds, coverage), by: \.0).mapValues { $0.map(\.1.path) }
    return kinds.unique.map { kind in
      Coverage(path: name(paths[kind] ?? []), tensor: kind.tensor, status: kind.status, reason: kind.reason)
    }
  }

  private static func name(_ paths: [String]) -> String {
    guard paths.count > 1, let first = paths.first, let last = paths.last else { return paths.first ?? "" }
    return "\(paths.count) paths, \(first) … \(last)"
  }
}
