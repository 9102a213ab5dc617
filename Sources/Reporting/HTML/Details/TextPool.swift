/// Texts that many checkpoints share, each kept once and named by its index.
struct TextPool {
  private(set) var texts: [String] = []
  private var indices: [String: Int] = [:]

  /// The index of a text; null for none.
  mutating func index(_ text: String?) -> CompactJSON {
    guard let text else { return nil }
    if let known = indices[text] { return CompactJSON(known) }
    indices[text] = texts.count
    texts.append(text)
    return CompactJSON(texts.count - 1)
  }
}
