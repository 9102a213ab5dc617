import Networks
import TensorFiles

/// Reads the configuration of a Keras model, a Sequential or a functional model that is a chain, as steps.
enum KerasSteps {
  /// The steps of a model. What is no chain is an obstacle, a layer that is not understood an unsupported step.
  static func reading(_ description: KerasDescription, tensors: [TensorDescription]) -> StepReading {
    let configuration: KerasConfiguration
    do { configuration = try KerasConfiguration(parsing: description.configuration) } catch {
      return StepReading(obstacle: error.reason)
    }
    var builder = KerasStepBuilder(
      weights: KerasWeights(description, layers: configuration.layers, tensors: tensors),
      reorderBudget: reorderBudget(tensors))
    for layer in configuration.chain { builder.read(layer) }
    return builder.reading
  }
}

/// Makes steps of one layer after the other and keeps track of the value's shape.
struct KerasStepBuilder {
  private(set) var reading = StepReading()
  /// The sides of one sample's value, channels where the data have them; nil while unknown.
  var shape: [Int]?
  let weights: KerasWeights
  /// Entries that reordering steps may still list, in all: sides come from the configuration and are not bounded by the
  /// file.
  private var reorderBudget: Int

  init(weights: KerasWeights, reorderBudget: Int) {
    self.weights = weights
    self.reorderBudget = reorderBudget
  }

  /// Adds the steps of a layer.
  mutating func read(_ layer: KerasLayer) {
    shape = shape ?? layer.inputShape
    do throws(KerasFault) {
      if layer.isCustom {
        throw KerasFault("layer class \(layer.className) at layer \(layer.name), which is not Keras's own")
      }
      if layer.isTraining, Self.noise.contains(layer.className) || layer.className == "BatchNormalization" {
        throw KerasFault("layer \(layer.name), which is in training mode at inference, too")
      }
      try add(layer)
    } catch {
      reading.steps.append(NetworkStep(name: layer.title, kind: .unsupported(error.reason)))
      shape = nil
    }
  }

  private mutating func add(_ layer: KerasLayer) throws(KerasFault) {
    switch layer.className {
    case "InputLayer": break
    case let name where Self.noise.contains(name): remark("\(layer.title) does nothing at inference")
    case "ActivityRegularization", "Identity": remark("\(layer.title) changes nothing")
    case "Dense": try addDense(layer)
    case "Conv1D", "Conv2D", "Conv3D": try addConvolution(layer)
    case "BatchNormalization": try addBatchNormalization(layer)
    case "Normalization": try addNormalization(layer)
    case "Rescaling": try addRescaling(layer)
    case "Flatten", "Reshape", "Permute": try addShapeChange(layer)
    case "Activation": try addActivation(layer.config["activation"], of: layer)
    default:
      guard
        let step = try KerasActivation.layer(layer.className, layer.config, name: layer.name, isVector: isVector)
      else { throw KerasFault("layer class \(layer.className) at layer \(layer.name)") }
      append(step, layer.title)
    }
  }

  /// Layers that do something in training only.
  private static let noise: Set = [
    "AlphaDropout", "Dropout", "GaussianDropout", "GaussianNoise", "SpatialDropout1D", "SpatialDropout2D",
    "SpatialDropout3D",
  ]

  /// True where the value has one axis; an unknown shape is taken for one that dense layers take.
  var isVector: Bool { (shape?.count ?? 1) == 1 }

  mutating func append(_ kind: NetworkStep.Kind, _ name: String) {
    reading.steps.append(NetworkStep(name: name, kind: kind))
  }

  mutating func remark(_ text: String) { reading.remarks.append(text) }

  mutating func addActivation(_ value: JSONTree, of layer: KerasLayer) throws(KerasFault) {
    if let step = try KerasActivation.step(of: value, layer: layer.name, isVector: isVector) {
      append(step, layer.title)
    }
  }

  /// Moves the axes so that axis i of the result is axis `axes[i]` of the value, which has `sides`.
  mutating func reorder(_ sides: [Int], axes: [Int], _ layer: KerasLayer) throws(KerasFault) {
    let count = sides.reduce(1, *)
    guard count <= reorderBudget else { throw KerasFault("layer \(layer.name), whose values are too many to reorder") }
    let order = transposition(sides, axes: axes)
    if order.elementsEqual(0..<count) { return }
    reorderBudget -= count
    append(.reorder(order), "\(layer.title), axes \(axes)")
  }

  private mutating func addDense(_ layer: KerasLayer) throws(KerasFault) {
    let hasBias = try layer.flag("use_bias")
    let found = try weights.tensors(of: layer, hasBias ? ["kernel", "bias"] : ["kernel"])
    guard found[0].shape.count == 2 else {
      throw KerasFault("layer \(layer.name) with a kernel of shape \(found[0].shape)")
    }
    let (inputs, outputs) = (found[0].shape[0], found[0].shape[1])
    if let shape, shape.dropLast().contains(where: { $0 != 1 }) || shape.last != inputs {
      throw KerasFault("layer \(layer.name) with \(inputs) inputs on a value of shape \(shape)")
    }
    append(.linear(.stored(found[0], .inOut), bias: hasBias ? BiasSource(found[1]) : nil), layer.title)
    shape = [outputs]
    try addActivation(layer.config["activation"], of: layer)
  }
}
