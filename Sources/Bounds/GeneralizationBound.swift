import MatrixNorms

/// One bound: a formula over measured numbers that returns its terms, and what it needs to be true.
///
/// Other constants make another bound with another key, never a flag.
public protocol GeneralizationBound: Sendable {
  /// Key in reports, gates and on the command line.
  static var key: String { get }
  /// The bound in one line.
  static var formula: String { get }
  /// Author, year, theorem.
  static var source: String { get }
  /// What must hold for the number to be a bound.
  static var assumptions: [String] { get }
  /// False where constants come from memory: shown for comparison only, never used by a gate unless asked for by name.
  static var isVerified: Bool { get }
  /// False where the bound is about the network as it is, whatever the radii: the plain error, not that of the worst weights.
  static var coversPerturbedWeights: Bool { get }
  /// The fewest samples that the formula is for.
  static var leastSampleCount: Double { get }
  /// Why the bound does not apply; nil where it does.
  static func obstacle(_ evidence: Evidence) -> String?
  /// The terms; their sum is the bound.
  ///
  /// - Precondition: no obstacle, and no fewer samples than `leastSampleCount`.
  static func terms(_ evidence: Evidence) -> [Term]
}

extension GeneralizationBound {
  /// Proved, unless a bound says otherwise.
  public static var isVerified: Bool { true }
  /// The error of the worst weights in the ball, unless a bound says otherwise.
  public static var coversPerturbedWeights: Bool { true }
  /// Any, unless a bound says otherwise.
  public static var leastSampleCount: Double { 1 }
  /// None, unless a bound says otherwise.
  public static func obstacle(_ evidence: Evidence) -> String? { nil }

  /// The first thing that forbids the formula.
  fileprivate static func reasonAgainst(_ evidence: Evidence) -> String? {
    if evidence.sampleCount < leastSampleCount { return "needs at least \(Int(leastSampleCount)) training samples" }
    return obstacle(evidence)
  }
}

/// A term of a bound.
public struct Term: Sendable {
  /// Key in reports; the empirical term's is `empirical`.
  public let key: String
  /// Never below the exact term.
  public let value: UpperBound
  /// What the reader should know about this term, for example that a trivial bound wins.
  public let note: String?

  /// A term.
  public init(_ key: String, _ value: UpperBound, note: String? = nil) {
    self.key = key
    self.value = value
    self.note = note
  }

  /// Key of the term that is measured on the training data; all others make up the generalization part.
  public static let empiricalKey = "empirical"
}

/// What came of a bound.
public enum BoundOutcome: Sendable {
  /// The bound holds and is the sum of these terms.
  case terms([Term])
  /// An assumption fails.
  case notApplicable(reason: String)
}

/// A bound evaluated on a network, with what a reader can act on.
public struct BoundEvaluation: Sendable {
  /// The bound's key.
  public let key: String
  /// Its terms, or why there are none.
  public let outcome: BoundOutcome
  /// n\*: the smallest sample size at which the bound would be below 1 with the same norms; nil where there is none.
  public let sampleCountNeeded: Double?

  /// Evaluates a bound.
  public init(_ bound: any GeneralizationBound.Type, on evidence: Evidence) {
    if let reason = bound.reasonAgainst(evidence) {
      self.init(bound, notApplicable: reason)
    } else {
      let needed = bound.sampleCountNeeded(evidence)
      self.init(key: bound.key, outcome: .terms(bound.terms(evidence)), sampleCountNeeded: needed)
    }
  }

  /// A bound that is known not to apply before anything is measured.
  public init(_ bound: any GeneralizationBound.Type, notApplicable reason: String) {
    self.init(key: bound.key, outcome: .notApplicable(reason: reason), sampleCountNeeded: nil)
  }

  /// An evaluation that was written down earlier.
  public init(key: String, outcome: BoundOutcome, sampleCountNeeded: Double?) {
    self.key = key
    self.outcome = outcome
    self.sampleCountNeeded = sampleCountNeeded
  }

  /// The terms; none where the bound does not apply.
  public var terms: [Term] {
    if case .terms(let terms) = outcome { terms } else { [] }
  }

  /// The bound, the sum of its terms; nil where it does not apply.
  public var total: UpperBound? { terms.isEmpty ? nil : terms.map(\.value).sum }
  /// Total − empirical term: what the empirical gap is compared with.
  public var generalizationPart: UpperBound? {
    terms.isEmpty ? nil : terms.filter { $0.key != Term.empiricalKey }.map(\.value).sum
  }
  /// False where the catalogue says that the bound is about the network as it is.
  public var coversPerturbedWeights: Bool {
    boundCatalogue.first { $0.key == key }?.coversPerturbedWeights ?? true
  }
  /// True where the bound says no more than that an error rate is at most 1.
  public var isVacuous: Bool? { total.map { $0 >= .one } }
}
