import Charts
import Foundation

/// Words of pictures.
enum PictureText {
  /// Panels of one picture at most: more are too small to read.
  static let maximumPanels = 4

  /// Text of others on one line.
  static func line(_ text: String) -> String { text.split { $0.isNewline || $0 == "\t" }.joined(separator: " ") }

  /// A checkpoint's label on one line, without the extension.
  static func name(_ label: String) -> String {
    let type = (label as NSString).pathExtension
    // The folder "lambda-0.1" has no extension.
    return line(type.contains(where: \.isLetter) ? (label as NSString).deletingPathExtension : label)
  }

  /// "margin complexity" for the key "margin_complexity".
  static func words(_ key: String) -> String { String(key.map { $0 == "_" ? " " : $0 }) }

  /// Sentences as one text; nil for none.
  static func sentences(_ parts: [String?]) -> String? {
    let sentences = parts.compactMap(\.self)
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  /// "Of 12 series the first 4 are shown.", or nothing where all are.
  static func firstOf(_ count: Int, _ noun: String, shown: Int) -> String? {
    count > shown ? "Of \(count) \(noun) the first \(shown) are shown." : nil
  }
}

/// What a picture leaves out, by reason.
struct Omissions {
  private let noun: String
  private var reasons: [(text: String, count: Int)] = []

  /// Nothing yet.
  init(_ noun: String) { self.noun = noun }

  /// One more, "with a gap that is not above 0".
  mutating func add(_ reason: String) {
    if let place = reasons.firstIndex(where: { $0.text == reason }) {
      reasons[place].count += 1
    } else {
      reasons.append((reason, 1))
    }
  }

  /// "Left out: 2 checkpoints with a gap that is not above 0, 1 checkpoint that is a byte copy."; nil for nothing.
  var sentence: String? {
    guard !reasons.isEmpty else { return nil }
    let parts = reasons.map { "\(MarkdownText.counted($0.count, noun)) \($0.text)" }
    return "Left out: \(parts.joined(separator: ", "))."
  }
}

extension [[Point]] {
  /// A line for each list of points that is not empty, in the colours from `first` on.
  func lines(from first: Int = 0) -> [Mark] {
    enumerated().filter { !$1.isEmpty }.map { .line($1, series: first + $0) }
  }
}
