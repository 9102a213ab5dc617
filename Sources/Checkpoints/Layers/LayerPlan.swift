import TensorFiles

/// One linear layer z ↦ W z + β as a file describes it; values are read on demand.
///
/// W and β come from tensors of the file, then are changed by what the network does between its activations besides the
/// linear step: batch normalization, constant scales and shifts, reordering of entries.
public struct LayerPlan: Sendable, Equatable {
  /// Name in messages and in the config.
  public let name: String
  /// Where W comes from before the adjustments.
  public internal(set) var source: WeightSource
  /// Where β comes from before the adjustments; nil where the step has none.
  public internal(set) var bias: BiasSource?
  /// How the name suggests the matrix is stored.
  let suggestedLayout: ModelManifest.Layout?
  /// What is done to (W, β), in this order.
  var adjustments: [LayerAdjustment] = []
  /// Name of the weight in reports: the tensor's, without wrappers and prefixes.
  public let label: String

  init(
    name: String, label: String, source: WeightSource, bias: BiasSource? = nil,
    suggestedLayout: ModelManifest.Layout? = nil
  ) {
    self.name = name
    self.label = label
    self.source = source
    self.bias = bias
    self.suggestedLayout = suggestedLayout
  }

  /// Number of inputs.
  public var inputs: Int { source.sides.inputs }
  /// Number of outputs.
  public var outputs: Int { source.sides.outputs }
  /// Entries of W.
  public var elementCount: Int { inputs * outputs }

  /// How the matrix is stored, where it stands in the file as such.
  public var layout: ModelManifest.Layout? {
    if case .stored(_, let layout, _) = source { layout } else { nil }
  }

  func stored(as layout: ModelManifest.Layout) -> LayerPlan {
    guard case .stored(let tensor, _, let factor) = source else { return self }
    var plan = self
    plan.source = .stored(tensor, layout, factor: factor)
    return plan
  }
}

/// A change to (W, β) on the way from the file to the layer.
enum LayerAdjustment: Sendable, Equatable {
  /// On the outputs: W ← diag(s) W, β ← s ⊙ β + t.
  case outputs(ScaleAndShift)
  /// On the inputs, z ← s ⊙ z + t before W: β ← β + W t, W ← W diag(s).
  case inputs(ScaleAndShift)
  /// The outputs in another order: row i becomes row `order[i]`.
  case outputOrder([Int])
  /// The inputs in another order, entry i of W's input being entry `order[i]` of z: column i becomes column `order[i]`.
  case inputOrder([Int])

  /// True for changes on the way into W.
  var isOnInputs: Bool {
    switch self {
    case .inputs, .inputOrder: true
    case .outputs, .outputOrder: false
    }
  }

  var tensors: [TensorDescription] {
    switch self {
    case .outputs(let map), .inputs(let map): map.tensors
    case .outputOrder, .inputOrder: []
    }
  }
}

extension WeightSource {
  /// The matrix, or what stands for it in messages.
  var tensor: TensorDescription {
    switch self {
    case .stored(let tensor, _, _): tensor
    case .weightNorm(_, let direction): direction
    case .convolution(let convolution): convolution.kernel
    }
  }

  var tensors: [TensorDescription] {
    if case .weightNorm(let magnitude, let direction) = self { [direction, magnitude] } else { [tensor] }
  }

  var sides: (outputs: Int, inputs: Int) {
    switch self {
    case .stored(let tensor, .inOut, _): (tensor.shape[1], tensor.shape[0])
    case .stored(let tensor, .outIn, _), .weightNorm(_, let tensor): (tensor.shape[0], tensor.shape[1])
    case .convolution(let convolution): (convolution.outputCount, convolution.inputCount)
    }
  }
}

extension WeightSource {
  /// The scale and shift that a convolution with one tap for each channel is; nil for every other source.
  func channelScale(_ bias: BiasSource?) -> ScaleAndShift? {
    guard case .convolution(let map) = self, map.fault == nil, map.window.allSatisfy({ $0 == 1 }),
      map.strides.allSatisfy({ $0 == 1 }), map.padding.allSatisfy({ $0 == (0, 0) }),
      map.inputChannels == map.groups, map.outputChannels == map.groups
    else { return nil }
    let shift = bias.map { ScaleAndShift.Coefficients.tensor($0.tensor, factor: $0.factor) }
    return ScaleAndShift(
      .constants(scale: .tensor(map.kernel), shift: shift), repeats: map.inputSides.reduce(1, *))
  }
}

extension ScaleAndShift {
  var tensors: [TensorDescription] {
    switch source {
    case .constants(let scale, let shift): [scale, shift].compactMap { $0?.tensor }
    case .batchNormalization(let scale, let shift, let mean, let variance, _):
      [scale, shift, mean, variance].compactMap { $0 }
    case .standardization(let mean, let variance, _): [mean, variance]
    }
  }
}

extension ScaleAndShift.Coefficients {
  var tensor: TensorDescription? {
    switch self {
    case .number: nil
    case .tensor(let tensor, _), .reciprocal(let tensor): tensor
    }
  }
}
