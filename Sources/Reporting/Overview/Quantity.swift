import Bounds
import Foundation
import MatrixNorms

/// What stands in a cell of an overview, before a format writes it.
enum Quantity {
  /// Words of others, unescaped.
  case words(String)
  /// A whole number.
  case count(Int)
  /// A rate in 0…1, shown in percent.
  case rate(Double)
  /// A difference of rates, shown in percentage points.
  case points(Double)
  /// A measured number.
  case number(Double)
  /// A limit, which may lie beyond the doubles; whether it says something about an error rate.
  case bound(UpperBound, isInformative: Bool)
  /// A positive number by its decimal logarithm; −∞ for zero.
  case power(log10: Double)
  /// A number of samples; nil where none is enough.
  case samples(Double?)
  /// The bound or measure does not apply.
  case notApplicable
  /// There is none.
  case missing

  /// A rate, if there is one.
  init(rate: Double?) { self = rate.map(Quantity.rate) ?? .missing }
  /// A difference of rates, if there is one.
  init(points: Double?) { self = points.map(Quantity.points) ?? .missing }
  /// A number, if there is one.
  init(_ number: Double?) { self = number.map(Quantity.number) ?? .missing }
  /// A whole number, if there is one.
  init(_ count: Int?) { self = count.map(Quantity.count) ?? .missing }

  /// True where nothing is said.
  var isMissing: Bool {
    switch self {
    case .missing: true
    case .rate(let x), .points(let x), .number(let x): !x.isFinite
    default: false
    }
  }

  /// As people read it: four significant digits, bounds rounded up.
  var text: String {
    switch self {
    case .words(let text): text
    case .count(let n): "\(n)"
    case .rate(let x): MarkdownNumber.percent(x)
    case .points(let x): MarkdownNumber.points(x)
    case .number(let x): MarkdownNumber.text(x)
    case .bound(let x, _): MarkdownNumber.text(x)
    case .power(let logarithm): MarkdownNumber.power(log10: logarithm)
    case .samples(let n): MarkdownNumber.sampleCount(n)
    case .notApplicable: "n/a"
    case .missing: MarkdownNumber.missing
    }
  }

  /// What to sort by, as a program reads it, possibly beyond the doubles; nil where there is no number.
  var sortKey: String? {
    switch self {
    case .words, .notApplicable, .missing: nil
    case .count(let n): "\(n)"
    case .rate(let x), .points(let x), .number(let x): SixDigits(x)?.text
    case .bound(let x, _): SixDigits(x).text
    case .power(let logarithm): SixDigits(log10: logarithm).text
    case .samples(let n): n.flatMap { SixDigits($0)?.text }
    }
  }
}

extension MarkdownNumber {
  /// 10^logarithm, to nearest within the doubles and rounded up beyond; 0 for −∞.
  static func power(log10 logarithm: Double) -> String {
    abs(logarithm) < 300 || logarithm == -.infinity ? text(Foundation.pow(10, logarithm)) : power(ofTen: logarithm)
  }
}
