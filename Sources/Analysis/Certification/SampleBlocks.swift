import Datasets
import MatrixNorms
import Networks

/// The samples cut into blocks that workers take one after another. The cut is fixed, so that no result depends on the number of
/// workers.
struct SampleBlocks: Sendable {
  /// All samples, one in each row.
  let inputs: Matrix
  /// Their labels.
  let labels: [Int]

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
    do throws(EvaluationError) { try SampleEvaluation.check(data, against: network) } catch {
      switch error {
      case .misfit(let error): throw AnalysisFailure("\(error)")
      case .dataset(let error): throw AnalysisFailure("\(error)")
      }
    }
    do { inputs = try data.features(0..<count) } catch { throw AnalysisFailure("\(error)") }
    labels = Array(data.labels[..<count])
  }

  /// The number of blocks.
  var count: Int { (labels.count + Self.size - 1) / Self.size }

  /// A block by its number.
  subscript(index: Int) -> Block {
    let rows = index * Self.size..<min(labels.count, (index + 1) * Self.size)
    return Block(first: rows.lowerBound, inputs: samples(rows), labels: Array(labels[rows]))
  }

  /// One sample as a block.
  func sample(_ index: Int) -> Block {
    Block(first: index, inputs: samples(index..<index + 1), labels: [labels[index]])
  }

  private func samples(_ rows: Range<Int>) -> Matrix {
    let d = inputs.columns
    return Matrix(
      rows: rows.count, columns: d, elements: Array(inputs.elements[rows.lowerBound * d..<rows.upperBound * d]))
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
