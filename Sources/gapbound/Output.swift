import ArgumentParser
import Foundation

/// Runs a command's body, prints its failure to standard error and turns it into an exit code.
func reportingFailure(_ body: () throws(CommandFailure) -> Void) throws {
  do { try body() } catch {
    printError("gapbound: error: \(error.message)")
    throw ExitCode(error.code.rawValue)
  }
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

/// Warnings on standard error, the first few in full.
func tell(_ warnings: [String]) {
  for warning in warnings.prefix(3) { printError("gapbound: warning: \(warning)") }
  if warnings.count > 3 { printError("gapbound: warning: … and \(warnings.count - 3) more such; see the coverage") }
}
