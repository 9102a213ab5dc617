import Testing

@testable import Reporting

@Suite("Text of others in Markdown")
struct MarkdownTextTests {
  @Test(
    "is escaped where Markdown would act on it",
    arguments: [
      ("a|b", "a\\|b"), ("a\nb\r\nc", "a b c"), ("<b>&amp;", "&lt;b>&amp;amp;"),
      ("*x* `y` [z]", "\\*x\\* \\`y\\` \\[z\\]"),
      ("fc_1.weight", "fc_1.weight"), ("_orig_mod.x", "\\_orig_mod.x"), ("a\\b", "a\\\\b"), ("Schicht ä", "Schicht ä"),
    ])
  func escaped(text: String, expected: String) { #expect(MarkdownText.escaped(text) == expected) }

  @Test("a sentence ends once")
  func sentence() {
    #expect(MarkdownText.sentence("no biases") == "no biases.")
    #expect(MarkdownText.sentence("no biases.") == "no biases.")
    #expect(MarkdownText.sentence("") == "")
  }

  @Test("code spans hold backticks and pipes")
  func code() {
    #expect(MarkdownText.code("a|b") == "`a|b`")
    #expect(MarkdownText.code("a`b``c") == "``` a`b``c ```")
    #expect(MarkdownText.code("a\nb") == "`a b`")
  }

  @Test("a summary is HTML")
  func html() { #expect(MarkdownText.html("<a> & b\r\nc") == "&lt;a&gt; &amp; b c") }

  @Test("lists are cut")
  func list() {
    #expect(MarkdownText.list(["a", "b"]) == "a, b")
    #expect(MarkdownText.list(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more")
  }
}
