import Certification

/// Settings about quantization turned into values.
extension ResolvedSettings {
  /// Bits of a code, several one after another; empty where none are given.
  func bits() throws(CommandFailure) -> [Int] {
    try settings[.bits]?.numbers("a number of bits, 2 to 16") { $0 >= 2 && $0 <= 16 && $0 == $0.rounded() }
      .map { Int($0) } ?? []
  }

  /// Which weights share a scale.
  func scheme() throws(CommandFailure) -> QuantizationScheme {
    guard let setting = settings[.scheme] else { return .perChannel }
    guard let scheme = QuantizationScheme(setting.text) else {
      throw setting.refused("expected per-channel, per-tensor or group:N")
    }
    return scheme
  }

  /// The one quantization that `quantize` is asked for.
  func quantization() throws(CommandFailure) -> Quantization {
    guard let setting = settings[.bits] else {
      throw CommandFailure(code: .usage, message: "how many bits has a code? Give --bits, 2 to 16")
    }
    let bits = try bits()
    guard bits.count == 1 else { throw setting.refused("expected one number of bits, 2 to 16") }
    return Quantization(bits: bits[0], scheme: try scheme())
  }
}
