import Testing

@testable import Reporting

@Suite("Markdown tables")
struct MarkdownTableTests {
  @Test("columns are as wide as their widest cell; numbers stand right")
  func aligned() {
    var table = MarkdownTable(words: ["name"], numbers: ["n"], words: ["note"])
    table.add(["γ", "12345", ""])
    table.add(["longer", "1", "x"])
    #expect(
      table.text == """
        | name   |     n | note |
        | ------ | ----: | ---- |
        | γ      | 12345 |      |
        | longer |     1 | x    |
        """)
  }

  @Test("what is folded has its blank lines, without which GitHub reads no Markdown in it")
  func folds() {
    #expect(
      folded("a < b", ["text"]).joined(separator: "\n\n")
        == "<details>\n<summary>a &lt; b</summary>\n\ntext\n\n</details>")
  }
}
