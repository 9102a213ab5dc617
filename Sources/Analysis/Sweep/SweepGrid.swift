/// A value of a training parameter and where somebody wrote it.
public struct SweepValue: Sendable, Equatable {
  /// The value.
  public let text: String
  /// For messages: "grid, line 12".
  public let origin: String

  /// A value.
  public init(_ text: String, origin: String) { (self.text, self.origin) = (text, origin) }
}

/// Settings that go together under a name; they replace those of the base.
public struct SweepVariant: Sendable {
  /// A part of folder names.
  public let name: String
  /// For messages.
  public let origin: String
  /// Its values.
  public let values: [TrainingParameter: SweepValue]

  /// A variant.
  public init(_ name: String, origin: String, values: [TrainingParameter: SweepValue]) {
    (self.name, self.origin, self.values) = (name, origin, values)
  }
}

/// The values of one parameter, one after another.
public struct SweepAxis: Sendable {
  /// What varies.
  public let parameter: TrainingParameter
  /// For messages.
  public let origin: String
  /// Its values.
  public let values: [SweepValue]

  /// An axis.
  public init(_ parameter: TrainingParameter, origin: String, values: [SweepValue]) {
    (self.parameter, self.origin, self.values) = (parameter, origin, values)
  }
}

/// Trainings that are asked for together: V variants times every combination of the axes, |V| · Π_j |A_j| runs.
public struct SweepGrid: Sendable {
  /// What runs have where neither variant nor axis says otherwise.
  public let base: [TrainingParameter: SweepValue]
  /// Named settings; none is the same as one without values and name.
  public let variants: [SweepVariant]
  /// Axes; the last one varies fastest.
  public let axes: [SweepAxis]

  /// More runs are a typing error.
  static let mostRuns = 10_000

  /// A grid.
  public init(base: [TrainingParameter: SweepValue] = [:], variants: [SweepVariant] = [], axes: [SweepAxis] = []) {
    (self.base, self.variants, self.axes) = (base, variants, axes)
  }

  /// Axes with more than one value: they are what runs differ in and are named by.
  var varying: [SweepAxis] { axes.filter { $0.values.count > 1 } }

  /// What tells runs apart, in the order of their names: "variant", then parameters.
  public var columns: [String] {
    (variants.isEmpty ? [] : ["variant"]) + varying.map(\.parameter.rawValue)
  }

  /// Every run, variants outermost. O(runs · parameters).
  ///
  /// - Throws: for an axis without values, values given twice, names that cannot be folders.
  public func runs() throws(SweepError) -> [SweepRun] {
    try check()
    let points = axes.reduce([[:]]) { (points: [[TrainingParameter: SweepValue]], axis) in
      points.flatMap { point in axis.values.map { point.merging([axis.parameter: $0]) { $1 } } }
    }
    let settings = variants.isEmpty ? [nil] : variants.map(Optional.some)
    let runs = settings.flatMap { variant in points.map { SweepRun(base: base, variant, $0, varying: varying) } }
    try checkNames(runs)
    return runs
  }

  private func check() throws(SweepError) {
    var count = max(1, variants.count)
    guard count <= Self.mostRuns else { throw .tooManyRuns(Self.mostRuns) }
    for axis in axes {
      guard !axis.values.isEmpty else { throw .noValue(axis.parameter, axis.origin) }
      try checkValues(axis)
      // Neither factor is above 10 000 and 2²⁰, the size of the largest file.
      count *= axis.values.count
      guard count <= Self.mostRuns else { throw .tooManyRuns(Self.mostRuns) }
    }
  }

  /// Values that stand twice, here or in a variant, which would mean nothing beside the axis.
  private func checkValues(_ axis: SweepAxis) throws(SweepError) {
    var seen: [String: SweepValue] = [:]
    for value in axis.values {
      if let first = seen.updateValue(value, forKey: value.text) {
        throw .valueTwice(axis.parameter, value, first: first.origin)
      }
    }
    if let hidden = variants.compactMap({ $0.values[axis.parameter] }).first { throw .parameterTwice(axis, hidden) }
  }

  private func checkNames(_ runs: [SweepRun]) throws(SweepError) {
    for variant in variants {
      guard !variant.name.isEmpty, SweepRun.nameable(variant.name) == variant.name else {
        throw .badVariantName(variant)
      }
    }
    var seen: [String: SweepRun] = [:]
    for run in runs {
      if let reason = run.nameFault { throw .badRunName(run.name, reason) }
      if let other = seen.updateValue(run, forKey: run.name) {
        throw .sameName(run.name, other.description, run.description)
      }
    }
  }
}
