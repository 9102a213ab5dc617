/// A failure with a message for people and an exit code for scripts.
struct CommandFailure: Error {
  /// Documented exit codes (the argument parser's own usage errors are 64).
  enum Code: Int32 {
    case usage = 2
    case unreadableInput = 3
    case outsideAssumptions = 4
    case nothingToAnalyse = 5
  }

  let code: Code
  let message: String
}
