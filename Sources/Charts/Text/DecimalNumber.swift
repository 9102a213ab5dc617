import Glibc

/// coefficient · 10^exponent, exactly: the place of a tick and its label without rounding.
struct DecimalNumber: Equatable {
  var coefficient: Int
  var exponent: Int

  /// The nearest double.
  var value: Double { Double("\(coefficient)e\(exponent)") ?? .nan }

  /// With a decimal point, commas between thousands from five digits on, and a true minus sign: "−0.05", "12,000".
  var plain: String {
    guard coefficient != 0 else { return "0" }
    var digits = String(coefficient.magnitude) + String(repeating: "0", count: max(exponent, 0))
    let decimals = max(-exponent, 0)
    if digits.count <= decimals { digits = String(repeating: "0", count: decimals - digits.count + 1) + digits }
    let fraction = digits.suffix(decimals)
    let whole = Self.grouped(digits.dropLast(decimals))
    return (coefficient < 0 ? "−" : "") + whole + (fraction.isEmpty ? "" : ".\(fraction)")
  }

  /// As a multiple of a power of ten: "2.5×10⁷" for power 7; the power alone where the multiple is one.
  func scientific(power: Int) -> String {
    guard coefficient != 0 else { return "0" }
    let factor = DecimalNumber(coefficient: coefficient, exponent: exponent - power).plain
    return factor == "1" ? Self.powerOfTen(power) : "\(factor)×\(Self.powerOfTen(power))"
  }

  /// The power of ten of the first digit: 3 for 2500.
  var magnitude: Int { String(coefficient.magnitude).count - 1 + exponent }

  /// "10⁻³".
  static func powerOfTen(_ exponent: Int) -> String {
    let digits = String(exponent.magnitude).compactMap(\.wholeNumberValue).map { superscripts[$0] }
    return "10" + (exponent < 0 ? "⁻" : "") + digits.joined()
  }

  private static let superscripts = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]

  private static func grouped(_ digits: some StringProtocol) -> String {
    guard digits.count > 4 else { return String(digits) }
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { result.append(",") }
      result.append(digit)
    }
    return result
  }
}

extension DecimalNumber {
  /// The value to a number of significant digits, without zeros at the end.
  init(rounding value: Double, digits: Int) {
    self.init(coefficient: 0, exponent: 0)
    guard value.isFinite, value != 0 else { return }
    exponent = Int(log10(abs(value)).rounded(.down)) - digits + 1
    // Scaled in two steps: the power alone may not be a double.
    let half = exponent / 2
    coefficient = Int((value / pow(10, Double(half)) / pow(10, Double(exponent - half))).rounded())
    while coefficient.isMultiple(of: 10) {
      coefficient /= 10
      exponent += 1
    }
  }

  /// Plain between 0.0001 and a million, else as a multiple of a power of ten.
  var text: String { -4..<6 ~= magnitude || coefficient == 0 ? plain : scientific(power: magnitude) }
}
