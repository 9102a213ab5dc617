import Certification
import Checkpoints
import Networks
import TensorFiles

/// A checkpoint's network with its weights rounded to whole codes, w ≈ s·q, and what that lost.
///
/// The numbers s·q are what counts, not the codes: every reader of checkpoints takes the written file for a model like any
/// other, and the ball that reaches from the checkpoint to it is as small as the rounding really was.
public struct ModelQuantization: Sendable {
  /// What was read.
  public let checkpoint: OpenCheckpoint
  /// The digest of its files one after another.
  public let sha256: String
  /// Bits and scheme.
  public let quantization: Quantization
  /// The network with weights s·q and the checkpoint's own biases.
  public let network: FeedForwardNetwork
  /// What became of each layer, from the input to the output.
  public let losses: [QuantizationLoss]

  /// Rounds the weights of a checkpoint to nearest. O(parameters).
  public init(
    of checkpoint: OpenCheckpoint, _ quantization: Quantization
  ) throws(ModelQuantizationError) {
    let path = checkpoint.file.path
    if let layer = checkpoint.plan.layers.first(where: \.isConvolution) {
      throw .convolution(path: path, layer: layer.label)
    }
    do throws(CheckpointError) {
      let trained = try checkpoint.network()
      sha256 = try checkpoint.digest()
      do { network = try quantization.quantized(trained) } catch { throw .network(path: path, error) }
      losses = trained.layers.map { QuantizationLoss(of: $0, quantization) }
    } catch {
      throw .checkpoint(error)
    }
    (self.checkpoint, self.quantization) = (checkpoint, quantization)
  }

  /// The activation and where it is known from; nil for a single layer, which has none.
  public var activation: String? {
    network.depth > 1 ? "\(checkpoint.activation.value.name) (\(checkpoint.activation.source))" : nil
  }

  /// Writes the network as safetensors: a tensor is float32 where that changes none of its numbers, float64 otherwise. The
  /// metadata name the activation and where it is known from, bits and scheme, and the digest of the source.
  ///
  /// - Parameter metadata: further lines of text.
  public func write(to path: String, metadata: [String: String] = [:]) throws(TensorFileWriteError) {
    var lines = [
      "bits": "\(quantization.bits)", "scheme": "\(quantization.scheme)", "source_sha256": sha256,
    ]
    lines["activation_source"] = network.depth > 1 ? checkpoint.activation.source : nil
    try NetworkFile.write(network, metadata: lines.merging(metadata) { $1 }, precision: .shortest, to: path)
  }
}

/// Why a checkpoint's weights cannot be quantized.
public enum ModelQuantizationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// It is no network that can be read, or a rounded weight is beyond every double.
  case checkpoint(CheckpointError)
  /// A layer is read as the matrix of a convolution. Rows of that matrix repeat one kernel, and the scale of a row at the
  /// edge, where the kernel is cut off, may be another: the rounded matrix would be no convolution.
  case convolution(path: String, layer: String)

  /// The cause in one line, with the file.
  public var description: String {
    switch self {
    case .checkpoint(let error): "\(error)"
    case .convolution(let path, let layer):
      "\(path): layer \(layer) is a convolution: its rounded matrix would be none"
    }
  }
}

extension LayerPlan {
  fileprivate var isConvolution: Bool { if case .convolution = source { true } else { false } }
}
