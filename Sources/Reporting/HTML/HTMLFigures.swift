import Charts

/// The pictures, inside the page.
enum HTMLFigures {
  /// Nothing where there is none.
  static func html(_ figures: [Figure]) -> String? {
    guard !figures.isEmpty else { return nil }
    return "<div class=figures>\n" + figures.map(html).joined() + "</div>"
  }

  private static func html(_ figure: Figure) -> String {
    let caption = [figure.title, figure.subtitle].compactMap(\.self).joined(separator: ". ")
    return """
      <figure id="\(HTMLText.escaped(figure.name))">
      \(element(figure.svg))
      <figcaption>\(HTMLText.escaped(caption))</figcaption>
      </figure>

      """
  }

  /// The svg element without what may stand before it in a file.
  private static func element(_ document: String) -> Substring {
    document.firstRange(of: "<svg").map { document[$0.lowerBound...] } ?? document[...]
  }
}
