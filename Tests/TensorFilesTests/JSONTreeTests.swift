import Testing

@testable import TensorFiles

@Suite struct JSONTreeTests {
  @Test func everyKindOfValue() throws {
    let tree = try JSONTree(parsing: #" {"a": [1, -2.5e3, true, false, null], "b": {"c": "x\u00e9\n"}, "d": NaN} "#)
    #expect(tree["a"] == .list([.number(1), .number(-2500), .bool(true), .bool(false), .null]))
    #expect(tree["b"]["c"].text == "xé\n")
    #expect(tree["a"].elements?[0].integer == 1 && tree["a"].elements?[1].integer == -2500)
    #expect(tree["d"].number?.isNaN == true && tree["d"].integer == nil)
    #expect(tree["none"]["deeper"] == .null && tree["a"].text == nil && tree["a"]["x"] == .null)
  }

  @Test(
    "what is no JSON is refused",
    arguments: ["", "{", "[1,", "[1 2]", #"{"a": 1, "a": 2}"#, "[1] 2", "nul", #""open"#, "{1: 2}", "[,]"])
  func refused(text: String) { #expect(throws: HeaderSyntaxError.self) { try JSONTree(parsing: text) } }

  @Test("nesting is limited, 64 levels are read and 100000 are refused") func nesting() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try JSONTree(parsing: nested(JSONTree.depthLimit))
    for depth in [JSONTree.depthLimit + 1, 100_000] {
      #expect(throws: HeaderSyntaxError.self) { try JSONTree(parsing: nested(depth)) }
    }
  }

  @Test("a list of more values than any configuration has is refused") func valueLimit() {
    let text = "[" + String(repeating: "0,", count: JSONTree.valueLimit) + "0]"
    #expect(throws: HeaderSyntaxError.self) { try JSONTree(parsing: text) }
  }
}
