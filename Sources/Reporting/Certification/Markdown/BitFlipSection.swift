import Analysis
import Certification

/// What a single flipped bit of a stored weight does.
enum BitFlipSection {
  static func blocks(_ report: CertificationReport) -> [String] {
    let flipped = report.models.filter { $0.bitFlips != nil }
    guard !flipped.isEmpty else { return [] }
    return ["## Single bit flips"]
      + flipped.flatMap { model in report.heading(model) + (model.bitFlips.map(section) ?? []) }
  }

  private static func section(_ report: BitFlipReport) -> [String] {
    guard report.correct > 0 else {
      return ["No sample is right with the stored weights, so that no flip could make one wrong."]
    }
    return [summary(report), layers(report)] + BitTable.blocks(report) + worst(report)
  }

  private static func summary(_ report: BitFlipReport) -> String {
    let (flips, harmful) = (report.flips, report.harmful)
    return
      "Every bit of every weight, stored as \(report.storage.name), was flipped, one at a time and biases aside, on the "
      + "\(report.correct) of \(MarkdownText.counted(report.count, "sample")) that the stored weights get right. A flip is "
      + "**harmful** where at least one of them goes wrong. **\(MarkdownNumber.percent(share(harmful, flips)))** of the flips are "
      + "harmful (\(harmful) of \(flips)), in \(MarkdownNumber.percent(share(report.weightsAtRisk, report.weights))) of the weights "
      + "(\(report.weightsAtRisk) of \(report.weights) have a harmful bit)."
  }

  private static func layers(_ report: BitFlipReport) -> String {
    var table = MarkdownTable(
      words: ["layer"],
      numbers: [
        "flips", "harmful", "share", "weights with a harmful bit", "samples lost to a weight's worst bit, mean",
      ])
    for layer in report.layers {
      table.add([
        MarkdownText.escaped(layer.name), "\(layer.flips)", "\(layer.harmful)",
        MarkdownNumber.percent(share(layer.harmful, layer.flips)), "\(layer.weightsAtRisk)",
        MarkdownNumber.text(layer.meanWorstLoss),
      ])
    }
    return table.text
  }

  private static func worst(_ report: BitFlipReport) -> [String] {
    guard !report.worst.isEmpty else { return [] }
    var table = MarkdownTable(
      words: ["layer"], numbers: ["row", "column", "bit", "weight before", "after", "samples lost", "share"])
    for flip in report.worst {
      let name =
        report.layers.indices.contains(flip.layer - 1) ? report.layers[flip.layer - 1].name : "layer \(flip.layer)"
      table.add([
        MarkdownText.escaped(name), "\(flip.row)", "\(flip.column)", "\(flip.bit)", value(flip.before),
        value(flip.after), "\(flip.lost)", MarkdownNumber.percent(share(flip.lost, report.correct)),
      ])
    }
    return ["The worst flips (rows and columns from 0; share of the samples that were right):", table.text]
  }

  /// A weight, which a flip may make infinite or NaN.
  private static func value(_ x: Double) -> String {
    x.isNaN ? "NaN" : x.isInfinite ? (x < 0 ? "−∞" : "∞") : MarkdownNumber.text(x)
  }
}

/// A share of counts; 0 of nothing.
func share(_ part: Int, _ whole: Int) -> Double { Double(part) / Double(max(1, whole)) }

extension BitFlipReport {
  /// Bits of a weight.
  var bits: Int { layers.first?.harmfulByBit.count ?? 0 }
  /// All flips.
  var flips: Int { layers.reduce(0) { $0 + $1.flips } }
  /// Those that harm.
  var harmful: Int { layers.reduce(0) { $0 + $1.harmful } }
  /// All weights.
  var weights: Int { flips / max(1, bits) }
  /// Those with a harmful bit.
  var weightsAtRisk: Int { layers.reduce(0) { $0 + $1.weightsAtRisk } }
}

extension WeightStorage {
  /// In a sentence.
  var name: String {
    switch self {
    case .float32: "float32 (32 bits)"
    case .int8(let scheme): "int8 (8 bits, \(scheme.scales))"
    }
  }

  /// What a bit of a number means.
  func meaning(ofBit bit: Int) -> String {
    switch self {
    case .float32: bit == 31 ? "sign" : bit >= 23 ? "exponent" : "fraction"
    case .int8: bit == 7 ? "sign (−128)" : "value \(1 << bit)"
    }
  }
}

extension QuantizationScheme {
  /// In a sentence.
  fileprivate var scales: String {
    switch self {
    case .perTensor: "one scale per tensor"
    case .perChannel: "one scale per channel"
    case .group(let size): "one scale per group of \(size) weights"
    }
  }
}
