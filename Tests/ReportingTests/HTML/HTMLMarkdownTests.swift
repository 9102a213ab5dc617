import Testing

@testable import Reporting

@Suite("The report's own Markdown as HTML")
struct HTMLMarkdownTests {
  @Test(
    "inline",
    arguments: [
      ("a **b** c", "a <strong>b</strong> c"), ("*per-sample*: x", "<em>per-sample</em>: x"),
      ("n*: of n*", "n*: of n*"),
      ("**n\\***: x", "<strong>n*</strong>: x"), ("`a<b>`", "<code>a&lt;b&gt;</code>"),
      ("``` a`b``c ```", "<code>a`b``c</code>"), ("a ` b", "a ` b"), ("\\<b\\> \\| \\a", "&lt;b&gt; | \\a"),
      ("&lt;i> &amp;amp; &x", "&lt;i&gt; &amp;amp; &amp;x"), ("**open", "<strong>open</strong>"),
      ("2 * 3 * 4", "2 * 3 * 4"),
      ("**a *b* c**", "<strong>a <em>b</em> c</strong>"), ("fc_1", "fc_1"), ("`**x**`", "<code>**x**</code>"),
    ])
  func inline(markdown: String, expected: String) { #expect(HTMLInline.html(markdown) == expected) }

  @Test("what MarkdownText escapes shows as it was", arguments: HTMLEscapingTests.attacks)
  func escapes(text: String) {
    let line = text.unicodeScalars.map { $0 == "\n" || $0 == "\t" ? " " : "\($0)" }.joined()
      .replacing("\r ", with: " ").replacing("\r", with: " ")
    #expect(HTMLInline.html(MarkdownText.escaped(text)) == HTMLText.escaped(line))
  }

  @Test("blocks: headings with places to link to, lists, paragraphs, folds")
  func blocks() {
    var page = HTMLMarkdown()
    page.add(["## Does it go?", "### x", "- a\n- b", "text"] + folded("<f>", ["inside"]))
    #expect(
      page.html == """
        <h2 id="does-it-go">Does it go?</h2>
        <h3>x</h3>
        <ul>
        <li>a</li>
        <li>b</li>
        </ul>
        <p>text</p>
        <details>
        <summary>&lt;f&gt;</summary>
        <p>inside</p>
        </details>

        """)
    #expect(page.headings.map(\.id) == ["does-it-go"])
  }

  @Test("tables sort by the number that a cell begins with")
  func table() {
    var markdown = MarkdownTable(words: ["a"], numbers: ["b"])
    markdown.add(["x\\|y", "60.00 % [25.00, 96.88]"])
    markdown.add(["**z**", "–"])
    let html = HTMLMarkdownTable.html(markdown.text, caption: "c")
    #expect(html.contains("<tr><th scope=row>x|y<td data-value=60.00>60.00 % [25.00, 96.88]\n"))
    #expect(html.contains("<tr><th scope=row><strong>z</strong><td data-value=\"\">–\n"))
  }
}
