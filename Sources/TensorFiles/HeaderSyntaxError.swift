/// Where and why the text of a header breaks its grammar.
struct HeaderSyntaxError: Error, Equatable {
  /// Bytes from the beginning of the text.
  let offset: Int
  let reason: String
}
