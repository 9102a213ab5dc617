/// The checkpoints of one run while folders are searched.
struct CheckpointSeries {
  var name: String
  var files: [CheckpointFile]
  /// True where a tool's layout says that this is a run of its own, never one checkpoint of a larger one.
  var isRun = false
  /// True where its only checkpoint lies in a folder that is named after an epoch or a step.
  var isNumberedFolder = false

  /// Own checkpoints and those of subfolders as runs, or as one where the subfolders have one checkpoint each.
  static func joined(
    _ own: [CheckpointFile], _ below: [CheckpointSeries], name: String, _ contents: FolderContents, _ layout: RunLayout
  ) -> [CheckpointSeries] {
    let isNumbered = EpochAndStep(path: contents.name) != EpochAndStep(path: "")
    let isRun = layout != .plain && !isNumbered
    let mine = own.isEmpty ? [] : [CheckpointSeries(name: name, files: sorted(own))]
    let isOneEach = below.allSatisfy { $0.files.count == 1 && !$0.isRun }
    let isFolderPerCheckpoint =
      own.isEmpty ? below.count > 1 : !below.isEmpty && below.allSatisfy(\.isNumberedFolder)
    let parts = mine + below
    var result = parts
    if isOneEach, isFolderPerCheckpoint {
      result = [.merged(parts, name: name)]
    } else if mine.count == 1, below.contains(where: { $0.name == name }) {
      result = [.merged(parts.filter { $0.name == name }, name: name)] + below.filter { $0.name != name }
    }
    return result.map {
      var series = $0
      series.isRun = series.isRun || isRun
      series.isNumberedFolder = isNumbered && below.isEmpty && own.count == 1
      return series
    }
  }

  /// Several parts as one series.
  static func merged(_ parts: [CheckpointSeries], name: String) -> CheckpointSeries {
    CheckpointSeries(name: name, files: sorted(parts.flatMap(\.files).map { $0.inSeries(name) }))
  }

  /// By epoch where all numbered files tell one, else by step, else by name; `init` and `initial` come before them, `last` and
  /// `best`, which have no number either, after them.
  static func sorted(_ files: [CheckpointFile]) -> [CheckpointFile] {
    let byName = naturallySorted(files, by: \.label)
    let numbered = byName.filter { $0.epoch != nil || $0.step != nil }
    let others = byName.filter { $0.epoch == nil && $0.step == nil }
    let first = others.filter(\.isInitial)
    let rest = others.filter { !$0.isInitial }
    func key(_ file: CheckpointFile) -> (Int, Int) { (file.epoch ?? 0, file.step ?? 0) }
    let areComparable = numbered.allSatisfy { $0.epoch != nil } || numbered.allSatisfy { $0.step != nil }
    guard areComparable else { return first + numbered + rest }
    let byStepOnly = !numbered.allSatisfy { $0.epoch != nil }
    let sorted = numbered.enumerated().sorted { a, b in
      let (x, y) = (key(a.element), key(b.element))
      return byStepOnly ? (x.1, a.offset) < (y.1, b.offset) : (x.0, x.1, a.offset) < (y.0, y.1, b.offset)
    }
    return first + sorted.map(\.element) + rest
  }
}

extension CheckpointFile {
  /// True where the name says that nothing was learnt yet.
  fileprivate var isInitial: Bool {
    let name = FolderContents.lastComponent(path).lowercased()
    return ["init", "initial"].contains { name.prefix { $0 != "." } == $0 }
  }
}
