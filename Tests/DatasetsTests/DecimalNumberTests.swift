import Testing

@testable import Datasets

@Suite struct DecimalNumberTests {
  private func value(_ text: String) -> Double? { decimalNumber(Array(text.utf8)[...]) }

  @Test(
    "numbers are rounded correctly",
    arguments: [
      "0", "-0", "1", "-12.5", "0.1", ".5", "5.", "123456789012345", "0.000000000000001", "1234567890123456789",
      "0.1234567890123456789", "1e22", "1E-5", "+7", "9007199254740993", "2.2250738585072011e-308", "4.9e-324",
      "179769313486231570000000000000000000000e270",
    ])
  func correctlyRounded(text: String) {
    #expect(value(text)?.bitPattern == Double(text)?.bitPattern)
    #expect(value(" \(text)\t") == Double(text))
  }

  @Test func shortDecimalsAgreeWithTheStandardLibrary() {
    for i in 0..<100_000 {
      let text = "\(i * 7919 % 100_000).\(i * 104_729 % 1_000_000)"
      if value(text) != Double(text) { Issue.record("\(text)") }
    }
  }

  @Test(
    "anything else is refused",
    arguments: ["", " ", "-", ".", "+", "e5", "1e", "1.2.3", "--1", "1 2", "nan", "inf", "0x1p3", "1e999", "1,5", "١"])
  func refused(text: String) { #expect(value(text) == nil) }
}
