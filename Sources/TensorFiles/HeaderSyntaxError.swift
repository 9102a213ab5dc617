/// Where and why the text of a header breaks its grammar.
package struct HeaderSyntaxError: Error, Equatable {
  /// Bytes from the beginning of the text.
  package let offset: Int
  package let reason: String
}
