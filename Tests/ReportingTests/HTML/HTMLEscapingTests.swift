import Bounds
import Checkpoints
import TestSupport
import Testing

@testable import Analysis
@testable import Reporting

@Suite("Text of others in the HTML report")
struct HTMLEscapingTests {
  /// Names that a file, a tensor or a log may bear.
  static let attacks = [
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<!--<script>", "]]>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>", "' onmouseover='alert(1)", "a\r\nb\nc", "\u{2028}alert(1)\u{2029}", "`</code><b>`",
    "**<b>**",
    "&lt;b&gt;", "\\<b\\>", "| <b> |", "a|\u{301}b", "\0\u{1B}[31m\u{85}", "</details></table></style>", "${alert(1)}",
    "javascript:alert(1)", "<details>\n<summary>x</summary>", "- <b>", "## <b>",
  ]

  /// The same text wherever text of others can stand.
  private func report(_ text: String) throws -> AnalysisReport {
    var one = try Sample.checkpoint(text, series: text, duplicateOf: nil, train: Sample.risk(error: 0.1))
    one.file = CheckpointFile(path: text, label: text, series: text)
    one.sha256 = text
    one.reading = ModelReading(activation: text, biases: text, obstacle: text)
    one.layers[0].name = text
    one.bounds[1] = BoundEvaluation(SampleTight.self, notApplicable: text)
    one.hyperparameters = [text: text]
    one.logged = LoggedMetrics(trainError: 0.1, testError: 0.2, file: text, columns: [text])
    one.measures = [MeasureEvaluation(key: text, outcome: .notAvailable(reason: text))]
    var other = try Sample.checkpoint("b.pt")
    other.duplicateOf = text
    var report = Sample.report(
      [one, other], coverage: [Coverage(path: text, tensor: text, status: .failed, reason: text)], command: text)
    report.readings = [text]
    report.parameters.activation = text
    report.parameters.biases = text
    report.parameters.train = Sample.stamp(text)
    return report
  }

  private func certification(_ text: String) -> CertificationReport {
    var model = SampleCertification.usual.models[0]
    model.file = CheckpointFile(path: text, label: text, series: text)
    model.remarks = [text]
    model.balls[0].title = text
    model.layers[0].name = text
    var report = SampleCertification.report([model, SampleCertification.usual.models[0]])
    report.readings = [text]
    report.parameters.data.path = text
    report.coverage = [Coverage(path: text, tensor: text, status: .failed, reason: text)]
    return report
  }

  @Test("makes no element, no attribute and ends no script", arguments: attacks)
  func attack(text: String) throws {
    let harmless = [HTMLReport.render(try report("x")), HTMLReport.render(certification("x"))]
    let attacked = [HTMLReport.render(try report(text)), HTMLReport.render(certification(text))]
    for (plain, html) in zip(harmless, attacked) {
      // The tags of the page are those of a page with a harmless name, in the same order.
      #expect(tags(skeleton(html)) == tags(skeleton(plain)))
      // Pictures break their lines by the length of a name; in them too no script begins.
      #expect(html.components(separatedBy: "<script").count == plain.components(separatedBy: "<script").count)
      #expect(html.unicodeScalars.allSatisfy { $0.value >= 32 && !(0x7F...0x9F).contains($0.value) || $0 == "\n" })
    }
    let json = try #require(embeddedJSON(attacked[0]))
    #expect(!json.contains { "<>&\u{2028}\u{2029}".contains($0) })
  }

  /// Names of all tags with those of their attributes; values of attributes are cut out.
  private func tags(_ html: String) -> [String] {
    html.components(separatedBy: "<").dropFirst().compactMap { part in
      guard let first = part.unicodeScalars.first, first == "/" || first == "!" || first.properties.isAlphabetic else {
        return nil
      }
      let tag = part.prefix { $0 != ">" }
      return tag.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 0 }.map { $0.element.prefix { $0 != "=" } }.joined()
    }
  }

  @Test("comes back from the embedded JSON as it was, lone controls included", arguments: attacks)
  func roundTrip(text: String) throws {
    let json = try JSONValue(parsing: try #require(embeddedJSON(HTMLReport.render(try report(text)))))
    let first = json["checkpoints"]?[0]
    #expect(first?[0]?.text == text)
    #expect(first?[1]?.text == text)
    #expect(json["texts"]?.elements.contains(.string(text)) == true)
  }

  @Test("shows as it is: <b> & \"quotes\"")
  func shows() {
    #expect(HTMLText.escaped("<b> & \"q\" 'x'") == "&lt;b&gt; &amp; &quot;q&quot; &#39;x&#39;")
    #expect(HTMLText.escaped("Schicht ä\u{85}\0") == "Schicht ä\u{FFFD}\u{FFFD}")
  }
}
