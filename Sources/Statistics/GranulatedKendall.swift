/// Granulated Kendall coefficients: does a predictor rank runs rightly that differ in one hyper-parameter alone?
///
/// A cell holds the runs that agree in all hyper-parameters but one. ψ of that one is the mean of τ-b over the cells with at
/// least two of its values, Ψ the mean of ψ over the hyper-parameters. Cells whose τ-b is undefined, because predictor or gap is
/// constant, are left out and counted. Source: Jiang et al. 2020, "Fantastic Generalization Measures and Where to Find Them",
/// section 3.2, with ties as in τ-b. O(h · n log n).
public struct GranulatedKendall: Sendable, Equatable {
  /// What came of one hyper-parameter.
  public struct Coefficient: Sendable, Equatable {
    /// ψ; nil where no cell has a τ-b.
    public var value: Double?
    /// Cells with at least two values of the hyper-parameter.
    public var eligibleCells: Int
    /// Those of them whose τ-b is defined.
    public var finiteCells: Int
  }

  /// ψ of each hyper-parameter.
  public var coefficients: [Coefficient]
  /// Ψ, the mean of those ψ that are defined; nil where none is.
  public var mean: Double?

  /// Of runs as they are: replicates are either averaged before or share a cell.
  public init(_ runs: ConfiguredRuns) {
    coefficients = (0..<runs.hyperparameterCount).map { Self.coefficient(of: $0, runs) }
    mean = average(coefficients.compactMap(\.value))
  }

  private static func coefficient(of axis: Int, _ runs: ConfiguredRuns) -> Coefficient {
    let cells = ConfiguredRuns.groups(runs.levels.map { $0.without(axis) }).map(\.runs)
    let eligible = cells.filter { cell in Set(cell.map { runs.levels[$0][axis] }).count > 1 }
    let values = eligible.compactMap { cell in
      Statistics.kendallTauB(cell.map { runs.predictor[$0] }, cell.map { runs.gap[$0] })
    }
    return Coefficient(value: average(values), eligibleCells: eligible.count, finiteCells: values.count)
  }
}

/// The mean; nil of none.
func average(_ numbers: [Double]) -> Double? {
  numbers.isEmpty ? nil : numbers.reduce(0, +) / Double(numbers.count)
}
