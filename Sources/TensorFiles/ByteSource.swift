/// Bytes that elements are decoded from: a mapped file or an inflated archive member.
package protocol ByteSource: Sendable {
  /// The number of bytes.
  var byteCount: Int { get }

  /// Lends some of the bytes.
  ///
  /// - Precondition: `range` lies within `0..<byteCount`.
  func withBytes<Result>(_ range: Range<Int>, _ body: (RawSpan) -> Result) -> Result

  /// Says that these bytes are not needed for a while, so that their memory can be given back.
  func release(_ range: Range<Int>)
}

extension ByteSource {
  package func release(_: Range<Int>) {}

  /// A copy of some bytes.
  package func bytes(_ range: Range<Int>) -> [UInt8] { withBytes(range, copiedBytes) }
}
