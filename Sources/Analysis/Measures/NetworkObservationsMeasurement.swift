import Bounds
import MatrixNorms
import Networks

extension NetworkObservations {
  /// What is measured of a network whatever the radii.
  ///
  /// - Parameter reference: a network of the same shapes, or why there is none.
  init(
    of measurement: NetworkMeasurement, train: SampleEvaluation, marginScale γ: Double?,
    reference: Observed<FeedForwardNetwork>, workers: WorkerCount
  ) {
    self.init(
      layers: measurement.layers.map {
        Layer(spectralNorm: $0.norms.spectralNorm.value, frobeniusNorm: $0.norms.frobeniusNorm.value)
      })
    let network = measurement.network
    let sums = workers.map(2) { $0 == 0 ? network.pathSum { UpperBound($0.magnitude) } : network.squaredPathSum }
    pathNorms = .value(PathNorms(l1: sums[0], l2: sums[1].squareRoot))
    let sorted = train.margins.sorted()
    margins = .value(Margins(p10: sorted.percentile(10), p50: sorted.percentile(50)))
    marginScale = γ.map { .value($0) } ?? .missing(reason: Self.noMarginScale)
    distances = Self.distances(of: network, reference, workers)
  }

  /// Why a percentile of the margins is no γ.
  static let noMarginScale =
    "no training margin is positive, so γ cannot be a percentile of them: give a number as margin scale"

  private static func distances(
    of network: FeedForwardNetwork, _ reference: Observed<FeedForwardNetwork>, _ workers: WorkerCount
  ) -> Observed<[Distance]> {
    switch reference {
    case .missing(let reason): return .missing(reason: reason)
    case .value(let reference):
      do throws(MatrixError) {
        return .value(
          try workers.map(network.depth) { k throws(MatrixError) in
            let difference = network.layers[k].weight.minus(reference.layers[k].weight)
            try difference.requireFinite()
            let frobenius = difference.frobeniusNorm.value
            return Distance(spectral: try SpectralNorm(of: difference).norm.value, frobenius: frobenius)
          })
      } catch {
        return .missing(reason: "the difference from the reference matrices cannot be measured: \(error)")
      }
    }
  }
}

extension FeedForwardNetwork {
  /// The square of the ℓ2 path norm.
  fileprivate var squaredPathSum: UpperBound { pathSum { UpperBound($0.magnitude).squared } }
}

extension Matrix {
  /// The difference from a matrix of the same shape, each entry rounded once.
  func minus(_ other: Matrix) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: zip(elements, other.elements).map { $0 - $1 })
  }
}
