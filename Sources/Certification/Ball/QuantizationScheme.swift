/// Which weights share a scale: symmetric quantization, w ≈ scale · q with whole q.
public enum QuantizationScheme: Sendable, Equatable, CustomStringConvertible {
  /// One scale for a weight matrix.
  case perTensor
  /// One for each row (output channel).
  case perChannel
  /// One for each run of so many entries along a row; the last run may be shorter.
  case group(Int)

  /// "per-tensor", "per-channel", "group:32".
  public var description: String {
    switch self {
    case .perTensor: "per-tensor"
    case .perChannel: "per-channel"
    case .group(let size): "group:\(size)"
    }
  }

  /// Reads a description; nil for anything else.
  public init?(_ text: String) {
    switch text {
    case "per-tensor": self = .perTensor
    case "per-channel": self = .perChannel
    default:
      guard text.hasPrefix("group:"), let size = Int(text.dropFirst(6)), size > 0 else { return nil }
      self = .group(size)
    }
  }
}
