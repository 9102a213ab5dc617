/// A log that training tools write beside their checkpoints: its file names and how its text becomes rows.
struct LogFormat: Sendable {
  let fileNames: [String]
  let parse: @Sendable ([UInt8]) throws(LogError) -> LogTable

  /// The catalogue. A new kind of log is one parser and one entry here.
  static let all: [LogFormat] = [
    LogFormat(fileNames: ["metrics.json", "metrics.jsonl", "history.json"], parse: JSONLog.parse),
    LogFormat(fileNames: ["metrics.csv", "summary.csv", "history.csv"], parse: CSVLog.parse),
    LogFormat(fileNames: ["trainer_state.json"], parse: TrainerStateLog.parse),
  ]

  /// The format of a file by its name.
  static func named(_ name: String) -> LogFormat? { all.first { $0.fileNames.contains(name.lowercased()) } }
}
