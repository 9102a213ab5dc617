import ArgumentParser
import Foundation

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

  /// Prints the message to standard error and gives the exit code to the parser.
  func reported() -> ExitCode {
    printError("gapbound: error: \(message)")
    return ExitCode(code.rawValue)
  }
}

/// Runs a command's body and turns its failure into an exit code.
func reportingFailure(_ body: () throws(CommandFailure) -> Void) throws {
  do { try body() } catch { throw error.reported() }
}

/// A line on standard error: everything that is not data. Nobody can be told that it could not be written.
func printError(_ line: String) {
  try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
}

/// Data on standard output.
func printData(_ text: String) throws(CommandFailure) {
  do { try FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) } catch {
    throw CommandFailure(code: .unreadableInput, message: "standard output cannot be written")
  }
}
