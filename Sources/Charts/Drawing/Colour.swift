import Glibc

/// A colour of the sRGB space.
struct Colour: Equatable {
  var red: UInt8
  var green: UInt8
  var blue: UInt8

  /// From 0xRRGGBB.
  init(_ code: UInt32) {
    red = UInt8(code >> 16 & 0xFF)
    green = UInt8(code >> 8 & 0xFF)
    blue = UInt8(code & 0xFF)
  }

  /// "#0072b2".
  var code: String {
    "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// Relative luminance: 0 black, 1 white.
  ///
  /// Source: Web Content Accessibility Guidelines 2.2, "relative luminance".
  var luminance: Double {
    func linear(_ channel: UInt8) -> Double {
      let value = Double(channel) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// From 1 (equal) to 21 (black on white); 3 is asked of lines and shapes, 4.5 of text.
  ///
  /// Source: Web Content Accessibility Guidelines 2.2, "contrast ratio".
  func contrast(with other: Colour) -> Double {
    let (lighter, darker) = (max(luminance, other.luminance), min(luminance, other.luminance))
    return (lighter + 0.05) / (darker + 0.05)
  }

  /// Between two colours, channel by channel.
  func mixed(with other: Colour, fraction: Double) -> Colour {
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 { UInt8((Double(a) + (Double(b) - Double(a)) * fraction).rounded()) }
    var result = self
    result.red = mix(red, other.red)
    result.green = mix(green, other.green)
    result.blue = mix(blue, other.blue)
    return result
  }

  static let white = Colour(0xFFFFFF)
  static let black = Colour(0x000000)
}
