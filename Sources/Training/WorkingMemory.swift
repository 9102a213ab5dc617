import Foundation

/// What a training holds in memory at least, to refuse before the first allocation what a machine cannot hold.
enum WorkingMemory {
  /// A lower limit in bytes: weights, gradient and moments, for each thread a gradient and the layers' outputs for its part
  /// of a batch, and the tables of class pairs of the theorems' terms. A double, since typing errors overflow integers.
  static func bytes(_ settings: TrainingSettings, widths: [Int], batchSize: Int, scalarBytes: Int) -> Double {
    let sizes = widths.map(Double.init)
    let parameters = zip(sizes, sizes.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
    let moments: Double =
      switch settings.optimizer {
      case .sgd(let momentum): momentum == 0 ? 0 : 1
      case .adam: 2
      }
    let threads = Double(settings.threads)
    let outputs = Double(max(batchSize, settings.threads)) * sizes.reduce(0, +)
    let classes = sizes.last ?? 0
    let tables = settings.robustTerm == .interval ? 0 : threads * Double(sizes.count - 1) * classes * classes
    return Double(scalarBytes) * (parameters * (2 + moments + threads) + outputs + tables)
  }

  /// Why a machine cannot hold it; nil where it may.
  static func obstacle(needed: Double, available: Double) -> String? {
    guard needed > available else { return nil }
    return String(
      format: "the training needs at least %.0f GB of memory, this machine has %.0f", needed / 1e9, available / 1e9)
  }
}
