/// The blocks that the sections of the Markdown report consist of, as HTML: headings, paragraphs, lists, tables, folds.
///
/// Sentences are written once, for both formats. A block is one element; `folded` opens and closes with blocks of its own.
struct HTMLMarkdown {
  private(set) var html = ""
  /// Headings of level two with their identifiers.
  private(set) var headings: [(id: String, title: String)] = []
  /// What the next table is about, for its caption.
  private var subject = ""

  /// A section's blocks, in order.
  mutating func add(_ blocks: [String]) { for block in blocks { add(block) } }

  /// HTML as it is, under a heading where one is given.
  mutating func add(heading: String? = nil, html more: String) {
    if let heading { add("## \(heading)") }
    html += more + "\n"
  }

  private mutating func add(_ block: String) {
    let fold = "<details>\n<summary>"
    if block.hasPrefix("### ") { return addHeading(block.dropFirst(4), level: 3) }
    if block.hasPrefix("## ") { return addHeading(block.dropFirst(3), level: 2) }
    if block.hasPrefix(fold) || block == "</details>" {
      // The summary is HTML already: `folded` escapes it.
      let block = HTMLText.withoutControls(block)
      if block.hasPrefix(fold) { subject = String(block.dropFirst(fold.count).prefix { $0 != "<" }) }
      html += block + "\n"
    } else if block.hasPrefix("| ") {
      html += HTMLMarkdownTable.html(block, caption: subject) + "\n"
    } else if block.hasPrefix("- ") {
      html += "<ul>\n" + items(block).map { "<li>\(HTMLInline.html(String($0)))</li>\n" }.joined() + "</ul>\n"
    } else {
      html += "<p>\(HTMLInline.html(block))</p>\n"
    }
  }

  private func items(_ block: String) -> [Substring] {
    block.split(separator: "\n").map { $0.hasPrefix("- ") ? $0.dropFirst(2) : $0 }
  }

  private mutating func addHeading(_ text: Substring, level: Int) {
    let title = HTMLInline.html(String(text))
    subject = title
    guard level == 2 else {
      html += "<h\(level)>\(title)</h\(level)>\n"
      return
    }
    let id = HTMLText.identifier(String(text))
    headings.append((id, title))
    html += "<h2 id=\"\(id)\">\(title)</h2>\n"
  }
}
