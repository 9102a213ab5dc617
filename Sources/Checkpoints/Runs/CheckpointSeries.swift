/// The checkpoints of one run while folders are searched.
struct CheckpointSeries {
  var name: String
  var files: [CheckpointFile]
  /// True where a tool's layout says that this is a run of its own, never one checkpoint of a larger one.
  var isRun = false
  /// True where its only checkpoint lies in a folder that is named after an epoch or a step.
  var isNumberedFolder = false

  /// Several parts as one series.
  static func merged(_ parts: [CheckpointSeries], name: String) -> CheckpointSeries {
    CheckpointSeries(name: name, files: sorted(parts.flatMap(\.files).map { $0.inSeries(name) }))
  }

  /// By epoch where all numbered files tell one, else by step, else by name; `last` and `best`, which have no number, come
  /// after them.
  static func sorted(_ files: [CheckpointFile]) -> [CheckpointFile] {
    let byName = naturallySorted(files, by: \.label)
    let numbered = byName.filter { $0.epoch != nil || $0.step != nil }
    let rest = byName.filter { $0.epoch == nil && $0.step == nil }
    func key(_ file: CheckpointFile) -> (Int, Int) { (file.epoch ?? 0, file.step ?? 0) }
    let areComparable = numbered.allSatisfy { $0.epoch != nil } || numbered.allSatisfy { $0.step != nil }
    guard areComparable else { return numbered + rest }
    let byStepOnly = !numbered.allSatisfy { $0.epoch != nil }
    let sorted = numbered.enumerated().sorted { a, b in
      let (x, y) = (key(a.element), key(b.element))
      return byStepOnly ? (x.1, a.offset) < (y.1, b.offset) : (x.0, x.1, a.offset) < (y.0, y.1, b.offset)
    }
    return sorted.map(\.element) + rest
  }
}
