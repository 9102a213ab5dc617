import Networks
import TensorFiles

/// One step of a straight-line network in the order of evaluation, as a file describes it (an ONNX node, a Keras layer,
/// a torch module). `StepSequence` joins steps into layers.
struct NetworkStep: Sendable, Equatable {
  /// What the step does to z, the flattened value of one sample (row-major, without the batch axis).
  enum Kind: Sendable, Equatable {
    /// W z + β.
    case linear(WeightSource, bias: BiasSource?)
    /// s ⊙ z + t.
    case scaleAndShift(ScaleAndShift)
    /// Entry i of the result is entry `order[i]` of z.
    case reorder([Int])
    /// ρ(z), entry by entry.
    case activation(Activation)
    /// Something after the last linear step that is left out, so that the outputs of that step are the logits: Softmax,
    /// LogSoftmax and strictly increasing activations keep every error and the sign of every margin. Relu at the very end
    /// makes ties, which the logits before it do not have.
    case tail
    /// Anything else; the reason is a whole phrase: "operator MaxPool at node pool1".
    case unsupported(String)
  }

  /// Name for messages: "node fc0 (Gemm)", "layer dense_1 (Dense)".
  let name: String
  let kind: Kind
}

/// What a file's description makes of its tensors: steps, and what was left out on the way.
struct StepReading: Sendable, Equatable {
  /// Steps in the order of evaluation. Steps that change nothing at inference (Dropout, Identity, Flatten, Reshape of a
  /// sample) are left out.
  var steps: [NetworkStep] = []
  /// One sentence each about what was left out or assumed, for explanations.
  var remarks: [String] = []
  /// Why the description is no straight line of steps at all ("output of node a is used twice: …"); nil where it is.
  var obstacle: String?
}

/// Where the matrix W of a linear step comes from.
public enum WeightSource: Sendable, Equatable {
  /// A matrix as it stands in the file, times a factor (`alpha` of ONNX's Gemm).
  case stored(TensorDescription, ModelManifest.Layout, factor: Double = 1)
  /// torch's weight_norm: row i is g_i v_i / ‖v_i‖₂ (g has one entry for each row), or g v / ‖v‖_F where g is a scalar.
  case weightNorm(magnitude: TensorDescription, direction: TensorDescription)
  /// The linear map of a convolution, as a matrix.
  case convolution(Convolution)
}

/// Where the bias β of a linear step comes from: `factor` times a vector, each entry repeated `repeats` times in a row
/// (the spatial positions of a convolution's channel).
public struct BiasSource: Sendable, Equatable {
  /// A tensor whose elements in row-major order are the entries; one element stands for all outputs.
  public let tensor: TensorDescription
  /// `beta` of ONNX's Gemm.
  public let factor: Double
  /// 1 for dense layers.
  public let repeats: Int

  /// A bias.
  public init(_ tensor: TensorDescription, factor: Double = 1, repeats: Int = 1) {
    self.tensor = tensor
    self.factor = factor
    self.repeats = repeats
  }
}

/// A convolution (cross-correlation) on inputs of a fixed size: channels first, one to three spatial axes, zero padding.
public struct Convolution: Sendable, Equatable {
  /// In which order a file keeps the axes of a kernel.
  public enum KernelLayout: Sendable {
    /// (output channels, input channels / groups, k_1, …, k_d): torch and ONNX.
    case outInTaps
    /// (k_1, …, k_d, input channels / groups, output channels): Keras.
    case tapsInOut
  }

  /// The kernel.
  public let kernel: TensorDescription
  /// The order of its axes.
  public let kernelLayout: KernelLayout
  /// Input channels.
  public let inputChannels: Int
  /// Spatial sides of the input.
  public let inputSides: [Int]
  /// Steps along each spatial axis.
  public let strides: [Int]
  /// Distances between the kernel's taps.
  public let dilations: [Int]
  /// Zeros before the first and after the last entry of each axis.
  public let padding: [(before: Int, after: Int)]
  /// Channel groups.
  public let groups: Int

  /// A convolution.
  public init(
    kernel: TensorDescription, kernelLayout: KernelLayout = .outInTaps, inputChannels: Int, inputSides: [Int],
    strides: [Int], dilations: [Int],
    padding: [(before: Int, after: Int)], groups: Int
  ) {
    self.kernel = kernel
    self.kernelLayout = kernelLayout
    self.inputChannels = inputChannels
    self.inputSides = inputSides
    self.strides = strides
    self.dilations = dilations
    self.padding = padding
    self.groups = groups
  }

  /// Equal parameters.
  public static func == (a: Convolution, b: Convolution) -> Bool {
    a.kernel == b.kernel && a.kernelLayout == b.kernelLayout && a.inputChannels == b.inputChannels
      && a.inputSides == b.inputSides
      && a.strides == b.strides && a.dilations == b.dilations && a.groups == b.groups
      && a.padding.elementsEqual(b.padding, by: ==)
  }
}

/// An affine map of single entries: s ⊙ z + t.
public struct ScaleAndShift: Sendable, Equatable {
  /// Where s and t come from.
  public enum Source: Sendable, Equatable {
    /// s and t themselves; nil stands for 1 and 0.
    case constants(scale: Coefficients?, shift: Coefficients?)
    /// Batch normalization at inference: s = γ / √(σ² + ε), t = β − s μ; nil stands for γ = 1, β = 0.
    case batchNormalization(
      scale: TensorDescription?, shift: TensorDescription?, mean: TensorDescription, variance: TensorDescription,
      epsilon: Double)
    /// Keras's Normalization: s = 1 / max(σ, floor), t = −s μ.
    case standardization(mean: TensorDescription, variance: TensorDescription, floor: Double)
  }

  /// A constant operand.
  public enum Coefficients: Sendable, Equatable {
    /// The same number for all entries.
    case number(Double)
    /// The elements of a tensor, times a factor.
    case tensor(TensorDescription, factor: Double = 1)
    /// The reciprocals of a tensor's elements (division).
    case reciprocal(TensorDescription)
  }

  /// Where s and t come from.
  public let source: Source
  /// Entry i of z has coefficient number (i / repeats) mod (number of coefficients): 1 for a vector over the last axis, the
  /// number of spatial positions for channels that come first.
  public let repeats: Int

  /// A scale and a shift.
  public init(_ source: Source, repeats: Int = 1) {
    self.source = source
    self.repeats = repeats
  }
}
