import Networks
import TensorFiles

/// Joins the steps of a straight-line network into layers: whatever stands between two activations is one affine map.
struct StepSequence {
  /// Layers in order; where there is an obstacle, all linear steps that were met, for their norms.
  private(set) var layers: [LayerPlan] = []
  /// The activation between the layers; nil for a single layer.
  private(set) var activation: Activation?
  /// Why the steps make no network of the kind that is analysed; nil where they do.
  private(set) var obstacle: String?
  /// What was folded or left out, one sentence each.
  private(set) var remarks: [String] = []

  /// The layer whose activation has not come yet.
  private var current: LayerPlan?
  /// What happens to z before the next linear step, in the order of evaluation.
  private var beforeNext: [LayerAdjustment] = []
  /// Activations that have a layer before them, with the names of their steps.
  private var activations: [(activation: Activation, name: String)] = []
  /// The step after which only further tails may come.
  private var tail: String?

  /// More layers than any feed-forward network has; a file of a few bytes may use one matrix any number of times.
  static let mostLayers = 1000

  /// Joins steps.
  init(_ reading: StepReading) {
    obstacle = reading.obstacle
    remarks = reading.remarks
    for step in reading.steps { take(step) }
    finish()
  }

  private mutating func take(_ step: NetworkStep) {
    if let tail, step.kind != .tail { object("\(step.name) comes after \(tail), which ends the network") }
    switch step.kind {
    case .linear(let source, let bias): takeLinear(step.name, source, bias)
    case .scaleAndShift(let map):
      if current != nil { current?.adjustments.append(.outputs(map)) } else { beforeNext.append(.inputs(map)) }
      remarks.append("\(step.name) is folded into the linear step \(current == nil ? "after" : "before") it")
    case .reorder(let order):
      if current != nil {
        current?.adjustments.append(.outputOrder(order))
      } else {
        beforeNext.append(.inputOrder(order))
      }
    case .activation(let activation): takeActivation(step.name, activation)
    case .tail:
      if current == nil { object("\(step.name) has no linear step before it") }
      tail = step.name
      remarks.append("\(step.name) is left out: errors and margins are those of the logits before it")
    case .unsupported(let reason): object(reason)
    }
  }

  private mutating func takeLinear(_ name: String, _ source: WeightSource, _ bias: BiasSource?) {
    if let lower = current {
      if fold(lower, into: name, source, bias) { return }
      object("there is no activation between \(lower.name) and \(name)")
      close()
    }
    var layer = LayerPlan(name: name, label: source.tensor.name, source: source, bias: bias)
    // From the last to the first: W(u₂(u₁(z))) absorbs u₂, then u₁.
    layer.adjustments = beforeNext.reversed()
    beforeNext = []
    current = layer
    if case .convolution = source {
      remarks.append(
        "\(name) is read as the matrix of its linear map: every entry of that matrix may move by ε, and so the kernel's may"
      )
    }
  }

  /// Folds one of two linear steps without an activation between them into the other, where it scales channels only.
  /// False where neither does.
  private mutating func fold(
    _ lower: LayerPlan, into name: String, _ source: WeightSource, _ bias: BiasSource?
  ) -> Bool {
    if let map = source.channelScale(bias) {
      current?.adjustments.append(.outputs(map))
      remarks.append("\(name) scales channels and is folded into the linear step before it")
      return true
    }
    guard let map = lower.source.channelScale(lower.bias), lower.adjustments.allSatisfy(\.isOnInputs) else {
      return false
    }
    beforeNext = lower.adjustments.reversed() + [.inputs(map)]
    current = nil
    remarks.append("\(lower.name) scales channels and is folded into the linear step after it")
    takeLinear(name, source, bias)
    return true
  }

  private mutating func takeActivation(_ name: String, _ activation: Activation) {
    guard current != nil else { return object("\(name) has no linear step before it") }
    activations.append((activation, name))
    close()
  }

  private mutating func close() {
    guard let layer = current else { return }
    if let fault = layer.fault {
      object("\(layer.name): \(fault)")
    } else {
      layers.append(layer)
    }
    current = nil
  }

  private mutating func finish() {
    if current == nil, let last = activations.last {
      // After the logits: nothing follows that could use it.
      if last.activation.isMonotone {
        remarks.append("\(last.name) is left out: errors and margins are those of the logits before it")
      } else {
        object("the network ends with \(last.name), which is not monotone: there are no logits")
      }
      activations.removeLast()
      if !beforeNext.isEmpty { object("the network ends with a scale or a reordering after \(last.name)") }
    }
    close()
    activation = activations.first?.activation
    if let first = activations.first, let other = activations.first(where: { $0.activation != first.activation }) {
      object(
        "hidden layers have different activations: \(first.activation.name) at \(first.name), \(other.activation.name) at \(other.name)"
      )
    }
    if layers.count > Self.mostLayers { object("\(layers.count) layers; at most \(Self.mostLayers) are analysed") }
    refuseExpansion()
    // For norms every matrix counts once, however often the file uses it.
    if obstacle != nil {
      var seen: Set<String> = []
      layers = layers.filter { seen.insert($0.label).inserted }
    }
    if layers.isEmpty { object("there is no linear step with a constant matrix") }
  }

  /// Matrices of convolutions, and matrices that are used more than once, take more memory than the file.
  private mutating func refuseExpansion() {
    var stored: [String: Int] = [:]
    for layer in layers { stored[layer.label] = layer.source.tensor.elementCount }
    let limit = 4 * stored.values.reduce(0, +) + Convolution.largestMatrix
    let total = layers.reduce(0) { $0 + $1.elementCount }
    guard total > limit else { return }
    object("the matrices of its layers have \(total) entries in all, more than \(limit)")
    layers.removeAll { if case .convolution = $0.source { true } else { false } }
  }

  /// Keeps the first objection, which is the cause of most others.
  private mutating func object(_ reason: String) {
    if obstacle == nil { obstacle = reason }
  }
}

extension Activation {
  /// True where ρ is non-decreasing, so that it keeps the order of outputs up to ties.
  fileprivate var isMonotone: Bool {
    switch self {
    case .gelu, .silu: false
    default: true
    }
  }
}
