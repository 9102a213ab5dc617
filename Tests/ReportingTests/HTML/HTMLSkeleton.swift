import Foundation

/// A page without the contents of its styles, scripts and pictures, which have tests of their own.
func skeleton(_ html: String) -> String {
  var text = html
  for element in ["svg", "style", "script"] {
    let parts = text.components(separatedBy: "<\(element)")
    text =
      parts[0]
      + parts.dropFirst().map { part in
        guard let tag = part.firstIndex(of: ">"), let end = part.range(of: "</\(element)>") else { return part }
        return "<\(element)" + (element == "svg" ? ">" : part[...tag]) + part[end.lowerBound...]
      }.joined()
  }
  return text
}

/// What stands between two texts, for each occurrence.
func between(_ start: String, _ end: String, in text: String) -> [String] {
  text.components(separatedBy: start).dropFirst().compactMap { $0.components(separatedBy: end).first }
}

/// The JSON that the page's script reads.
func embeddedJSON(_ html: String) -> String? {
  between("<script type=\"application/json\" id=\"details\">", "</script>", in: html).first
}
