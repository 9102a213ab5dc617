/// What an array of an archive may hold.
enum ArrayContent: String {
  case features
  case labels

  /// The words that name it.
  fileprivate var words: [String] {
    switch self {
    case .features: ["x", "images", "data", "features", "inputs"]
    case .labels: ["y", "labels", "targets", "target"]
    }
  }
}

/// Chooses the arrays of an archive by name. Names with the role in them (`x_train`, `train_images`) win over names
/// without (`x`, `images`); the two kinds are never mixed, and a name of the other role is never taken.
struct ArrayNames {
  let path: String
  let names: [String]
  let role: SampleRole

  /// The names of features and labels.
  ///
  /// - Throws: `missingArray`, `ambiguousArrays`.
  func choose() throws(DatasetError) -> (features: String, labels: String) {
    let byRole = [ArrayContent.features, .labels].contains { !candidates($0, withRole: true).isEmpty }
    return (try only(.features, withRole: byRole), try only(.labels, withRole: byRole))
  }

  private func only(_ content: ArrayContent, withRole: Bool) throws(DatasetError) -> String {
    let found = candidates(content, withRole: withRole)
    if found.isEmpty { throw .missingArray(path: path, content: content.rawValue, role: role, found: names) }
    guard found.count == 1 else {
      throw .ambiguousArrays(path: path, content: content.rawValue, role: role, candidates: found)
    }
    return found[0]
  }

  private func candidates(_ content: ArrayContent, withRole: Bool) -> [String] {
    let word = role.rawValue
    let wanted = Set(content.words.flatMap { withRole ? ["\($0)_\(word)", "\(word)_\($0)", "\($0)\(word)"] : [$0] })
    return names.filter { wanted.contains($0.lowercased()) }
  }
}
