import Analysis
import Foundation
import MatrixNorms
import Statistics

/// One layer as WeightWatcher's users see it.
struct WeightWatcherRow {
  let checkpoint: String
  let layer: String
  let norms: LayerNorms
  let shape: SpectralShape

  /// The fit; nil where there is none.
  var powerLaw: PowerLawFit? { try? shape.powerLaw.get() }

  /// What to know before reading the numbers; nil where there is nothing.
  var note: String? {
    if case .failure(let reason) = shape.powerLaw { return "no power law: \(reason)" }
    return isOfFewEigenvalues ? "fewer than \(SpectralShape.fewEigenvalues) eigenvalues" : nil
  }

  var isOfFewEigenvalues: Bool { shape.eigenvalueCount < SpectralShape.fewEigenvalues }
}

/// What stands in a cell.
enum WeightWatcherValue {
  case text(String?)
  case count(Int?)
  case number(Double?)
}

/// A column by WeightWatcher's name, with its definition.
struct WeightWatcherColumn: Sendable {
  let name: String
  let definition: String
  let value: @Sendable (WeightWatcherRow) -> WeightWatcherValue

  private init(
    _ name: String, _ definition: String, _ value: @escaping @Sendable (WeightWatcherRow) -> WeightWatcherValue
  ) {
    self.name = name
    self.definition = definition
    self.value = value
  }

  /// Every column, in order.
  static let all: [WeightWatcherColumn] = names + sizes + norms + spread + powerLaw + remarks

  private static let names = [
    WeightWatcherColumn("checkpoint", "label of the checkpoint") { .text($0.checkpoint) },
    WeightWatcherColumn("layer", "name of the weight matrix W") { .text($0.layer) },
  ]

  private static let sizes = [
    WeightWatcherColumn("N", "larger side of W") { .count(max($0.norms.rows, $0.norms.columns)) },
    WeightWatcherColumn("M", "smaller side of W") { .count(min($0.norms.rows, $0.norms.columns)) },
    WeightWatcherColumn("Q", "N/M") { row in
      let sides = [row.norms.rows, row.norms.columns].map(Double.init)
      return .number(sides.max().flatMap { larger in sides.min().map { larger / $0 } })
    },
  ]

  private static let norms = [
    WeightWatcherColumn("norm", "‖W‖_F² = Σλ; λ = σ² are the squared singular values of W") {
      .number($0.norms.frobeniusNorm.value * $0.norms.frobeniusNorm.value)
    },
    WeightWatcherColumn("spectral_norm", "σ₁², the largest λ") {
      .number($0.norms.spectralNorm.value * $0.norms.spectralNorm.value)
    },
    WeightWatcherColumn("stable_rank", "norm/spectral_norm") {
      .number($0.norms.spectralNorm.value > 0 ? $0.norms.stableRank : nil)
    },
    WeightWatcherColumn("log_norm", "log₁₀ norm") { .number(2 * log10($0.norms.frobeniusNorm.value)) },
    WeightWatcherColumn("log_spectral_norm", "log₁₀ spectral_norm") {
      .number(2 * log10($0.norms.spectralNorm.value))
    },
  ]

  private static let spread = [
    WeightWatcherColumn("entropy", "−Σ p ln p / ln matrix_rank with p = λ/norm; none for a matrix_rank below 2") {
      .number($0.shape.entropy)
    },
    WeightWatcherColumn("matrix_rank", "number of σ > σ₁ · N · 2⁻⁵²") { .count($0.shape.rank) },
  ]

  private static let powerLaw = [
    WeightWatcherColumn(
      "alpha",
      "exponent of the power law λ^(−alpha) fitted to the n eigenvalues from xmin up: 1 + n/Σ ln(λ/xmin), maximum likelihood; "
        + "1 + (n − 1)/Σ ln(λ/xmin) where fewer than 20 λ exceed 10⁻⁵"
    ) { .number($0.powerLaw?.exponent) },
    WeightWatcherColumn(
      "D",
      "Kolmogorov–Smirnov distance of that fit: the largest |1 − (λ/xmin)^(1 − alpha) − k/n|, k of the n eigenvalues standing "
        + "before λ in ascending order"
    ) { .number($0.powerLaw?.distance) },
    WeightWatcherColumn(
      "xmin",
      "the λ > 10⁻⁵ with the least D; where fewer than 20 exceed 10⁻⁵, among those that leave n ≥ 8, and the smallest of them "
        + "where fewer than 8 do"
    ) { .number($0.powerLaw?.lowerCutoff) },
    WeightWatcherColumn("num_pl_spikes", "number of λ ≥ xmin: n, but for ties") { .count($0.shape.tailCount) },
    WeightWatcherColumn("sigma", "(alpha − 1)/√n, the standard error of alpha") {
      .number($0.powerLaw?.standardError)
    },
    WeightWatcherColumn("num_evals", "number of λ, zeros included: M") { .count($0.shape.eigenvalueCount) },
  ]

  private static let remarks = [
    WeightWatcherColumn("note", "what to know before reading the row; not a column of WeightWatcher") { .text($0.note) }
  ]
}
