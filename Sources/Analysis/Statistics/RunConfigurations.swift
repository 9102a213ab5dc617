import Training

/// The hyper-parameters in which runs differ, and their values as numbers.
struct RunConfigurations: Sendable, Equatable {
  /// Names in alphabetical order.
  let names: [String]
  /// Of each run a number for each name, equal for equal values; nil for a run whose hyper-parameters are unknown.
  ///
  /// A name that a run does not have is a value of its own: "not set".
  let levels: [[Int]?]

  /// The seed makes replicates of one configuration, and how often checkpoints are written makes no difference.
  private static let ignored: Set<String> = [TrainingParameter.seed.rawValue, TrainingParameter.every.rawValue]

  init(of runs: [[String: String]]) {
    let known = runs.filter { !$0.isEmpty }
    let candidates = Set(known.flatMap(\.keys)).subtracting(Self.ignored).sorted()
    let values = candidates.map { name in known.map { $0[name].map(Self.canonical) }.unique }
    let varying = candidates.indices.filter { values[$0].count > 1 }
    names = varying.map { candidates[$0] }
    levels = runs.map { run in
      run.isEmpty
        ? nil : varying.map { index in values[index].firstIndex(of: run[candidates[index]].map(Self.canonical)) ?? 0 }
    }
  }

  /// 0.1 and 1e-1 are one value.
  private static func canonical(_ text: String) -> String { Double(text).map { "\($0)" } ?? text }
}

/// What a file of a training says about its hyper-parameters.
enum TrainingMetadata {
  /// The training's parameters by name, the seed among them; empty for files of others that have no such names.
  static func hyperparameters(_ metadata: [String: String]) -> [String: String] {
    let names = Set(TrainingParameter.allCases.map(\.rawValue))
    return metadata.filter { names.contains($0.key) && !isConsequence($0.key, metadata) }
  }

  /// The analyses of a file with its hyper-parameters.
  static func described(_ analyses: [CheckpointAnalysis], by metadata: [String: String]) -> [CheckpointAnalysis] {
    analyses.map { analysis in
      var analysis = analysis
      analysis.hyperparameters = hyperparameters(metadata)
      return analysis
    }
  }

  /// Without λ a file says "none" and "0" of these, which nobody chose: runs would differ in three parameters instead of one.
  private static func isConsequence(_ name: String, _ metadata: [String: String]) -> Bool {
    guard let given = metadata["given"] else { return false }
    let followers = [TrainingParameter.robustTerm, .epsilon].map(\.rawValue)
    return followers.contains(name) && !given.split(separator: ",").contains { $0 == name }
  }
}
