import Foundation
import TestSupport

/// Runs the built command and takes what it prints.
struct CommandRun {
  let output: String
  let errors: String
  let code: Int32

  /// The command stands beside the test bundle.
  static let executable =
    Bundle.allBundles.map(\.bundleURL)
    .first { $0.pathExtension == "xctest" }.map { $0.deletingLastPathComponent() }
    .map { $0.appending(path: "gapbound") }
    ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appending(path: "gapbound")

  /// - Parameter setUp: what a shell does before it becomes the command.
  init(
    _ arguments: [String], environment: [String: String] = [:], folder: String? = nil, setUp: String? = nil
  ) throws {
    let process = Process()
    process.executableURL = setUp == nil ? Self.executable : URL(filePath: "/bin/bash")
    process.arguments = (setUp.map { ["-c", "\($0); exec \"$0\" \"$@\"", Self.executable.path] } ?? []) + arguments
    let inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GAPBOUND_") }
    process.environment = inherited.merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = URL(filePath: folder) }
    // Files, not pipes: a full pipe would stop the command.
    let scratch = try TemporaryFolder()
    let (out, err) = (try scratch.write("", "out"), try scratch.write("", "err"))
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: out))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: err))
    try process.run()
    process.waitUntilExit()
    output = try String(contentsOfFile: out, encoding: .utf8)
    errors = try String(contentsOfFile: err, encoding: .utf8)
    code = process.terminationStatus
  }
}
