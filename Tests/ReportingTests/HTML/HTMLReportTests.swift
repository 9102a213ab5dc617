import Analysis
import Bounds
import MatrixNorms
import TestSupport
import Testing

@testable import Reporting

@Suite("HTML report")
struct HTMLReportTests {
  @Test("the usual report, word for word, styles, scripts and pictures aside")
  func usual() throws { try expectGolden(skeleton(HTMLReport.render(Sample.usual())), "report.html") }

  @Test("the awkward report, word for word, styles, scripts and pictures aside")
  func awkward() throws { try expectGolden(skeleton(HTMLReport.render(Sample.awkward())), "awkward.html") }

  @Test("the usual certification report, word for word, styles, scripts and pictures aside")
  func certification() throws {
    try expectGolden(skeleton(HTMLReport.render(SampleCertification.usual)), "certification.html")
  }

  private static func pages() throws -> [String] {
    try Sample.all().map { HTMLReport.render($0) } + SampleCertification.all.map { HTMLReport.render($0) }
  }

  @Test("nothing is loaded from anywhere, and the policy forbids it", arguments: 0..<8)
  func selfContained(index: Int) throws {
    // The name of SVG's namespace is no address to load from, and url(#…) is a place within the page.
    let html = try Self.pages()[index].replacing("xmlns=\"http://www.w3.org/2000/svg\"", with: "")
      .replacing("url(#", with: "")
    #expect(html.contains("default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:;"))
    for source in [" src=", "@import", "url(", "<link", "<iframe", "fetch(", "http://", "https://"] {
      #expect(!html.contains(source), "\(source)")
    }
  }

  @Test("elements that need an end tag have one; tables have captions and as many cells as headers", arguments: 0..<8)
  func structure(index: Int) throws {
    let html = skeleton(try Self.pages()[index])
    for element in ["table", "thead", "tbody", "caption", "details", "summary", "ul", "p", "h2", "h3", "div", "button"]
    {
      let opened =
        html.components(separatedBy: "<\(element)>").count + html.components(separatedBy: "<\(element) ").count
      #expect(opened - 1 == html.components(separatedBy: "</\(element)>").count, "\(element)")
    }
    for table in between("<table", "</table>", in: html) {
      #expect(table.contains("<caption"))
      let columns = between(" aria-sort=none>", "</th>", in: table).count
      let rows = table.components(separatedBy: "</thead>")[1].components(separatedBy: "<tr>").dropFirst()
      for row in rows { #expect(row.components(separatedBy: "<t").count - 1 == columns, "\(row)") }
    }
  }

  @Test("identifiers of headings are unique and every link within the page has its place", arguments: 0..<8)
  func links(index: Int) throws {
    let html = skeleton(try Self.pages()[index])
    let ids = between(" id=\"", "\"", in: html)
    #expect(Set(ids).count == ids.count)
    for link in between("href=\"#", "\"", in: html) { #expect(ids.contains(link), "\(link)") }
  }

  @Test("every checkpoint is a row at every setting of the radii, series a column")
  func rows() throws {
    let risk = Sample.risk(error: 0.1)
    let html = HTMLReport.render(
      Sample.report(
        try ["one", "two"].flatMap { series in
          try ["a.pt", "b.pt"].map { try Sample.checkpoint("\(series)/\($0)", series: series, train: risk, test: risk) }
        }))
    let tables = between("<table class=\"sortable checkpoints\">", "</table>", in: html)
    #expect(tables.count == 1)
    #expect(tables[0].contains("4 checkpoints"))
    #expect(tables[0].contains("<tr><th scope=row>a<td class=w>one<td"))
    #expect(tables[0].contains("<tr><th scope=row>b<td class=w>two<td"))
  }

  @Test("cells carry six digits, a missing number an empty value: 5 pp is data-value=0.05")
  func values() throws {
    let html = try HTMLReport.render(Sample.usual())
    #expect(html.contains("<td data-value=0.05>5.000 pp<"))
    #expect(html.contains("<td data-value=156.258>156.3<"))
    #expect(try HTMLReport.render(Sample.awkward()).contains("<td data-value=\"\">n/a"))
  }

  @Test("a bound below 1 stands out")
  func notable() throws {
    let small = sampleBounds.map { bound in
      BoundEvaluation(bound, on: Sample.evidence(spectralNorm: UpperBound(0.02)))
    }
    let risk = Sample.risk(error: 0.1)
    let html = HTMLReport.render(
      Sample.report([try Sample.checkpoint("a.pt", train: risk, test: risk, bounds: small)]))
    // (100 · 0.02 + 3)/√1000 = 0.158113883…, rounded up.
    #expect(html.contains("<td class=notable data-value=0.158114>0.1582"))
    #expect(html.contains("<strong>bold</strong>: the bound is below 1"))
  }

  @Test("a long coverage is put together by tensor, and says so")
  func longCoverage() throws {
    var report = try Sample.norms()
    report.coverage = (0..<400).map {
      .init(path: "runs/\($0).pt", tensor: "fc\($0 % 2)", status: .analysed, reason: "layer")
    }
    let html = HTMLReport.render(report)
    #expect(html.contains("200 paths, runs/0.pt … runs/398.pt"))
    #expect(html.contains("report.json has all 400."))
  }
}
