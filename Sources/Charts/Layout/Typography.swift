/// Sizes of letters in a picture 640 wide: 12 is 11.25 pixels where it is shown 600 wide.
enum Typography {
  static let title = 16.0
  static let panelTitle = 13.0
  static let text = 12.0
  /// From a baseline to the next.
  static func lineHeight(_ size: Double) -> Double { (size * 1.35).rounded() }
  /// From the middle of a line of small text down to its baseline: half the height of a capital letter.
  static let middle = 4.2
}
