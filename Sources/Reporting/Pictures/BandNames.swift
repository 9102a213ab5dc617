/// Names under bands: as they are where they fit, else numbers from 1.
struct BandNames {
  let bands: [String]
  private let areNumbers: Bool

  /// As many names as can be read side by side.
  private static let maximumCount = 12

  init(_ names: [String]) {
    areNumbers = names.count > Self.maximumCount
    bands = areNumbers ? names.indices.map { "\($0 + 1)" } : names.map(PictureText.line)
  }

  /// What the axis is called: numbers say what they count.
  func label(_ text: String) -> String { areNumbers ? "\(text) (number)" : text }
}
