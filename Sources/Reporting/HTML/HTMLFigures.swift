import Charts

/// The pictures, inside the page.
enum HTMLFigures {
  /// Nothing where there is none.
  static func html(_ figures: [Figure]) -> String? {
    guard !figures.isEmpty else { return nil }
    return "<div class=figures>\n" + figures.map(html).joined() + "</div>"
  }

  /// The picture shows its title itself, so that the caption is for those who do not see it.
  private static func html(_ figure: Figure) -> String {
    """
    <figure id="\(HTMLText.escaped(figure.name))">
    \(element(figure.svg))<figcaption class=hidden>\(HTMLText.escaped(figure.title))</figcaption>
    </figure>

    """
  }

  /// The svg element without what may stand before it in a file.
  private static func element(_ document: String) -> Substring {
    document.firstRange(of: "<svg").map { document[$0.lowerBound...] } ?? document[...]
  }
}
