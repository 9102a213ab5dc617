/// One case of Tests/Fixtures/companions: a small network, samples, and the terms of every companion bound
/// (Scripts/make_companion_cases.py).
package struct CompanionCase: Decodable, Sendable {
  package struct Weights: Decodable, Sendable {
    package let weights: [[[Double]]]
    package let biases: [[Double]?]
  }
  package let name: String
  package let activation: String
  package let gamma: Double
  package let delta: Double
  package let weights: [[[Double]]]
  package let biases: [[Double]?]
  package let reference: Weights?
  package let X: [[Double]]
  package let y: [Int]
  /// Terms by bound and key; null where the bound does not apply.
  package let expected: [String: [String: Double]?]

  private struct File: Decodable { let cases: [CompanionCase] }

  /// All cases.
  package static func all() throws -> [CompanionCase] {
    try Fixtures.decode(File.self, from: "companions/cases.json").cases
  }
}
