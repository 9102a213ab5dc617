/// Why an operator is not understood.
struct OnnxRefusal: Error {
  /// What the operator is like, before its place: "with alpha 0.1".
  var quality = ""
  /// The reason after its place.
  var reason = ""

  /// An operator of a kind that is not understood.
  static let unknown = OnnxRefusal()

  static func with(_ quality: String) -> OnnxRefusal { OnnxRefusal(quality: "with \(quality)") }

  /// Names of tensors may be very long; a message is not.
  static func because(_ reason: String) -> OnnxRefusal { OnnxRefusal(reason: String(reason.prefix(300))) }

  /// The phrase for `NetworkStep.Kind.unsupported`.
  func phrase(operation: String, place: String) -> String {
    "operator \(operation)\(quality.isEmpty ? "" : " \(quality)") at node \(place)\(reason.isEmpty ? "" : ": \(reason)")"
  }
}
