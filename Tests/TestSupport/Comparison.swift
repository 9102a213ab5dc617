import Foundation

/// |a − b| relative to the larger magnitude; 0 for equal numbers, infinities included.
public func relativeDifference(_ a: Double, _ b: Double) -> Double {
  a == b ? 0 : abs(a - b) / max(abs(a), abs(b))
}

extension Fixtures {
  /// A committed JSON fixture.
  public static func decode<Value: Decodable>(_ type: Value.Type, from path: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: url(path)))
  }
}
