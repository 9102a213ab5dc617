import Testing

@testable import TensorFiles

@Suite struct JSONReaderTests {
  private func string(_ text: String) throws -> String {
    var reader = JSONReader(Array(text.utf8))
    let result = try reader.string()
    try reader.end()
    return result
  }

  @Test func escapesAreDecoded() throws {
    #expect(try string(#""a\"\\\/\b\f\n\r\t""#) == "a\"\\/\u{8}\u{C}\n\r\t")
    #expect(try string(#""\u00e9\ud83d\ude00""#) == "é😀")
    #expect(try string("\"é😀\"") == "é😀")
  }

  @Test(
    "malformed strings are refused",
    arguments: [#"""#, #""a"#, #""\"#, #""\x""#, #""\u12""#, #""\ud800""#, #""\ud800\u0041""#, "\"\n\"", "a"])
  func malformedStrings(text: String) {
    #expect(throws: HeaderSyntaxError.self) { try string(text) }
  }

  @Test("a string that is not UTF-8 is refused")
  func invalidUTF8() {
    var reader = JSONReader([0x22, 0xFF, 0xFE, 0x22])
    #expect(throws: HeaderSyntaxError.self) { try reader.string() }
  }

  @Test func integersAreExactUpToTheLimit() throws {
    var reader = JSONReader(Array(" 9223372036854775807 ".utf8))
    #expect(try reader.nonNegativeInteger() == .max)
  }

  @Test("malformed integers are refused", arguments: ["9223372036854775808", "-1", "1.5", "1e3", "01", "", "x"])
  func malformedIntegers(text: String) {
    var reader = JSONReader(Array(text.utf8))
    #expect(throws: HeaderSyntaxError.self) { try reader.nonNegativeInteger() }
  }

  @Test func valuesOfUnknownKeysAreSkipped() throws {
    var reader = JSONReader(Array(#" {"a": [1, -2.5e3, {"b": null}], "c": "x,]}", "d": true} "#.utf8))
    try reader.skipValue()
    try reader.end()
  }

  @Test("malformed values are refused", arguments: ["[1,]", "{\"a\":}", "{\"a\" 1}", "nul", "[1 2]", "{a:1}", ""])
  func malformedValues(text: String) {
    var reader = JSONReader(Array(text.utf8))
    #expect(throws: HeaderSyntaxError.self) {
      try reader.skipValue()
      try reader.end()
    }
  }
}
