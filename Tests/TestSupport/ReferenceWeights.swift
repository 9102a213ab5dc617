import Foundation

/// The weights that every interoperability fixture holds, by their PyTorch names, flattened by rows.
public func referenceWeights() throws -> [String: [Double]] {
  let data = try Data(contentsOf: Fixtures.url("interop/reference/weights.json"))
  // Not JSONSerialization, whose numbers are off by a unit in the last place on Linux.
  return try JSONDecoder().decode([String: NestedNumbers].self, from: data).mapValues(\.flattened)
}

private struct NestedNumbers: Decodable {
  let flattened: [Double]

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let rows = try? container.decode([[Double]].self) {
      flattened = rows.flatMap { $0 }
    } else {
      flattened = try container.decode([Double].self)
    }
  }
}
