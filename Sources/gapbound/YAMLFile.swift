import Foundation
import Yams

/// YAML that anybody may have written: settings and sweeps.
enum YAMLFile {
  /// No settings are longer, in bytes; what lies in a folder of checkpoints may be anything.
  private static let sizeLimit = 1 << 20

  /// The root of a file's document; nil for an empty one.
  ///
  /// - Throws: a file that cannot be read, is no YAML, or has anchors.
  static func root(of path: String) throws(CommandFailure) -> Node? {
    let text = try text(of: path)
    try refuseAnchors(in: text, path)
    // Settings are text until somebody asks for a number; guessing types would take most of the time.
    do { return try Yams.compose(yaml: text, .basic) } catch {
      throw CommandFailure(code: .unreadableInput, message: "\(path): not YAML: \(error)")
    }
  }

  private static func text(of path: String) throws(CommandFailure) -> String {
    guard FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure(code: .unreadableInput, message: "\(path): no such file")
    }
    let data = try? FileHandle(forReadingAtPath: path).map { try $0.read(upToCount: sizeLimit + 1) ?? Data() }
    guard let data, let text = String(data: data, encoding: .utf8) else {
      throw CommandFailure(code: .unreadableInput, message: "\(path): cannot be read as UTF-8 text")
    }
    guard data.count <= sizeLimit else {
      throw CommandFailure(code: .unreadableInput, message: "\(path): longer than \(sizeLimit) bytes")
    }
    return text
  }

  /// Aliases of aliases can make a small file mean billions of values, and settings have no use for them. An alias needs
  /// an anchor: `&` and a name, after anything that is not part of a word. Comments and quotes are no excuse, since only
  /// the parser, which must not see an anchor, could tell for certain where they are.
  private static func refuseAnchors(in text: String, _ path: String) throws(CommandFailure) {
    var line = 1
    var isWithinWord = false
    var isAfterMark = false
    for byte in text.utf8 {
      let isOfName = byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || isLetterOrDigit(byte)
      if isAfterMark && isOfName {
        throw CommandFailure(
          code: .usage,
          message: "\(path), line \(line): anchors and aliases are not allowed (\"&\" before a name, even in comments)")
      }
      isAfterMark = byte == UInt8(ascii: "&") && !isWithinWord
      isWithinWord = isLetterOrDigit(byte)
      if byte == UInt8(ascii: "\n") { line += 1 }
    }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
  }

  /// A scalar, or a list of scalars joined by commas.
  static func text(of node: Node) -> String? {
    if let scalar = node.scalar { return scalar.string }
    guard let sequence = node.sequence else { return nil }
    let parts = sequence.compactMap(\.scalar?.string)
    return parts.count == sequence.count ? parts.joined(separator: ",") : nil
  }
}
