import Certification

/// Harmful flips by the place of the bit, from the most significant; nothing where none is harmful.
enum BitTable {
  static func blocks(_ report: BitFlipReport) -> [String] {
    let harmful = (0..<report.bits).map { bit in
      report.layers.reduce(0) { $0 + ($1.harmfulByBit.indices.contains(bit) ? $1.harmfulByBit[bit] : 0) }
    }
    let harmless = harmful.indices.filter { harmful[$0] == 0 }
    guard harmless.count < harmful.count else { return [] }
    var table = MarkdownTable(words: ["bit"], numbers: ["harmful", "share of its flips"])
    for bit in harmful.indices.reversed() where harmful[bit] > 0 {
      table.add([
        "\(bit), \(report.storage.meaning(ofBit: bit))", "\(harmful[bit])",
        MarkdownNumber.percent(share(harmful[bit], report.weights)),
      ])
    }
    let rest = harmless.isEmpty ? [] : ["No other bit (\(runs(harmless))) has a harmful flip."]
    return ["Harmful flips by bit, 0 the least significant:", table.text] + rest
  }

  /// "0–12, 14" for ascending numbers.
  static func runs(_ numbers: [Int]) -> String {
    var runs: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = runs.last, last.upperBound + 1 == number {
        runs[runs.count - 1] = last.lowerBound...number
      } else {
        runs.append(number...number)
      }
    }
    return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }.joined(separator: ", ")
  }
}
