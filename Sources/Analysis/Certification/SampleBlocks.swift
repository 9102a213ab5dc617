import Datasets
import MatrixNorms
import Networks

/// The samples cut into blocks that workers take one after another. The cut is fixed, so that no result depends on the number of
/// workers.
struct SampleBlocks: Sendable {
  let blocks: [Block]

  struct Block: Sendable {
    /// The first sample's index among all.
    let first: Int
    let inputs: Matrix
    let labels: [Int]
  }

  /// Enough for matrix products, few enough that slow methods show progress and share out evenly.
  static let size = 32

  /// Reads the samples and checks that they fit the network.
  init(of network: FeedForwardNetwork, _ settings: CertificationSettings) throws(AnalysisFailure) {
    let (data, count) = (settings.data, settings.sampleCount)
    do {
      try SampleEvaluation.check(data, against: network)
      var blocks: [Block] = []
      for first in stride(from: 0, to: count, by: Self.size) {
        let rows = first..<min(count, first + Self.size)
        blocks.append(Block(first: first, inputs: try data.features(rows), labels: Array(data.labels[rows])))
      }
      self.blocks = blocks
    } catch EvaluationError.misfit(let error) {
      throw AnalysisFailure("\(error)")
    } catch {
      throw AnalysisFailure("\(error)")
    }
  }

  /// All samples as one matrix.
  var inputs: Matrix {
    Matrix(
      rows: blocks.reduce(0) { $0 + $1.inputs.rows }, columns: blocks.first?.inputs.columns ?? 0,
      elements: blocks.flatMap(\.inputs.elements))
  }

  /// All labels.
  var labels: [Int] { blocks.flatMap(\.labels) }

  /// A result for each block, in order.
  func map<Value: Sendable>(_ workers: WorkerCount, _ body: @Sendable (Block) -> Value) -> [Value] {
    workers.map(blocks.count) { body(blocks[$0]) }
  }
}

extension Matrix {
  /// The first column with the row's largest entry, for each row.
  var largestColumns: [Int] {
    forEachRow { row in
      var largest = 0
      for j in row.indices where row[j] > row[largest] { largest = j }
      return largest
    }
  }
}
