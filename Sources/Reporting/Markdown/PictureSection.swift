import Charts

/// References to the pictures that lie beside the report.
enum PictureSection {
  /// Nothing where no pictures are written.
  static func blocks(_ figures: [Figure], in folder: String?) -> [String] {
    guard let folder, !figures.isEmpty else { return [] }
    return ["## Pictures"]
      + figures.map { figure in
        let caption = [figure.title, figure.subtitle].compactMap(\.self).joined(separator: ". ")
        return "![\(MarkdownText.escaped(caption))](\(folder)/\(figure.name).svg)"
      }
  }
}
