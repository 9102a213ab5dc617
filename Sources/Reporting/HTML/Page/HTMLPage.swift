/// A self-contained page: nothing is loaded from anywhere, and the policy in its head lets nothing be.
struct HTMLPage {
  /// Plain text.
  let title: String
  /// Says under the title what the report is about, as blocks of our Markdown.
  let summary: [String]
  var content = HTMLMarkdown()
  /// JSON that the scripts read, by the id of its element; text that is safe in a script element.
  var data: [(id: String, json: String)] = []
  var scripts = [HTMLTableScript.javaScript, HTMLTipScript.javaScript]
  /// What cannot be had without scripts, as a sentence.
  var needsScripts = "Without scripts tables cannot be sorted and pictures do not show their numbers on hovering."

  var html: String {
    var head = HTMLMarkdown()
    head.add(summary)
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="generator" content="gapbound \(gapboundVersion)">
      <title>\(HTMLText.escaped(title))</title>
      <style>
      \(HTMLStyle.css)
      </style>
      </head>
      <body>
      <header>
      <h1>\(HTMLText.escaped(title))</h1>
      \(head.html)\(navigation)</header>
      <noscript><p>\(needsScripts)</p></noscript>
      <main>
      \(content.html)</main>
      <footer>Written by gapbound \(gapboundVersion). This file needs no network.</footer>
      \(data.map { "<script type=\"application/json\" id=\"\($0.id)\">\($0.json)</script>\n" }.joined())<script>
      'use strict';
      \(scripts.joined(separator: "\n"))
      </script>
      </body>
      </html>

      """
  }

  private static let policy =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    + "form-action 'none'"

  private var navigation: String {
    let links = content.headings.map { "<a href=\"#\($0.id)\">\($0.title)</a>" }
    return links.count > 1 ? "<nav aria-label=Contents>\(links.joined(separator: "\n"))</nav>\n" : ""
  }
}
