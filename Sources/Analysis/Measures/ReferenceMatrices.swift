import Bounds
import Checkpoints
import Networks
import TensorFiles

/// The matrices M that the weights of checkpoints are compared with, read when a checkpoint needs them and kept for the next.
public struct ReferenceMatrices: Sendable {
  /// Where they lie.
  public let place: ReferencePlace
  private let manifest: ModelManifest
  /// What was read last: checkpoints of one run stand together.
  private var last: (path: String, network: Observed<FeedForwardNetwork>)?
  /// What became of every file that was read.
  private(set) var coverage: [Coverage] = []

  /// Matrices at a place; a single file is read at once.
  ///
  /// - Throws: where that file makes no network.
  public init(_ place: ReferencePlace, manifest: ModelManifest) throws(CheckpointError) {
    (self.place, self.manifest) = (place, manifest)
    if case .file(let path) = place { keep(try Self.network(path, manifest), of: path) }
  }

  /// The reference of a checkpoint with the file that it is from, or why there is none.
  mutating func reference(for file: CheckpointFile) -> Observed<Reference> {
    guard let path = place.path(for: file) else {
      return .missing(reason: "the reference matrices \(place.name) are neither beside the checkpoint nor above it")
    }
    if last?.path != path {
      do { keep(try Self.network(path, manifest), of: path) } catch {
        let reason = "the reference matrices cannot be read: \(error)"
        coverage.append(Coverage(path: path, status: .failed, reason: reason))
        last = (path, .missing(reason: reason))
      }
    }
    switch last?.network {
    case .value(let network)?: return .value(Reference(path: path, network: network))
    case .missing(let reason)?: return .missing(reason: reason)
    case nil: preconditionFailure("a reference was read or failed")
    }
  }

  private mutating func keep(_ network: FeedForwardNetwork, of path: String) {
    last = (path, .value(network))
    coverage.append(Coverage(path: path, status: .analysed, reason: "reference matrices"))
  }

  private static func network(
    _ path: String, _ manifest: ModelManifest
  ) throws(CheckpointError) -> FeedForwardNetwork {
    try OpenCheckpoint(CheckpointFile(path: path, label: path, series: path), manifest: manifest).network()
  }
}

/// A network and the file that it is from.
struct Reference: Sendable {
  let path: String
  let network: FeedForwardNetwork

  /// Why a network cannot be compared with it; nil where all matrices have the same shapes.
  func obstacle(for network: FeedForwardNetwork) -> String? {
    let (own, other) = (network.shapes, self.network.shapes)
    guard own != other else { return nil }
    return "other shapes than the reference matrices: \(own), \(path) has \(other)"
  }
}

extension FeedForwardNetwork {
  /// "128 × 64, 10 × 128": rows and columns of the matrices as the model has them.
  fileprivate var shapes: String {
    layers.map { layer in
      "\(layer.weight.rows - (layer.isPairedWithZero ? 1 : 0)) × \(layer.weight.columns)"
    }.joined(separator: ", ")
  }
}

extension ReferencePlace {
  /// As it was given.
  public var name: String {
    switch self {
    case .file(let name), .named(let name): name
    }
  }
}
