import MatrixNorms
import Networks

/// The network as stored, on the samples that it classifies correctly: what every flip is compared with.
struct StoredNetwork: Sendable {
  let network: FeedForwardNetwork
  let layers: [StoredLayer]
  let storage: WeightStorage
  /// All samples.
  let count: Int
  /// y of the correct samples.
  let labels: [Int]
  /// The inputs of each layer, transposed: a row for each input, an entry for each correct sample.
  let inputs: [Matrix]
  /// Wᵏ zᵏ⁻¹ + βᵏ of each layer, a row for each correct sample; the last are the logits.
  let preActivations: [Matrix]
  /// Bᵏ (classes × d_k): a logit changes by at most Bᵏ_ji |t| where the output of neuron i of layer k changes by t.
  let gains: [Matrix]
  /// For each correct sample a bound on the round-off of a margin, as a share of what the margin is the sum of.
  let roundOff: [Double]
  /// That share.
  let relativeRoundOff: Double

  init(
    _ original: FeedForwardNetwork, inputs samples: Matrix, labels allLabels: [Int], storage: WeightStorage
  ) throws(NetworkError) {
    let layers = original.layers.map { StoredLayer($0.weight, as: storage) }
    let network = try FeedForwardNetwork(
      layers: zip(original.layers, layers).map { $0.replacing(weight: $1.weight, bias: $0.bias) },
      activation: original.activation)
    let margins = network.logits(samples).margins(labels: allLabels)
    let correct = margins.indices.filter { margins[$0] > 0 }
    var z = LabelGroups.gather(correct, of: samples)
    var (inputs, preActivations): ([Matrix], [Matrix]) = ([], [])
    for layer in network.layers {
      inputs.append(z.transposed)
      z = layer.preActivations(z)
      preActivations.append(z)
      network.activate(&z)
    }
    self.network = network
    self.layers = layers
    self.storage = storage
    count = samples.rows
    labels = correct.map { allLabels[$0] }
    self.inputs = inputs
    self.preActivations = preActivations
    gains = Self.gains(of: network)
    let share = 32 * unitRoundOff * Double(network.widths.reduce(0) { $0 + $1 + 16 })
    relativeRoundOff = share
    roundOff = Self.magnitudes(of: network, LabelGroups.gather(correct, of: samples)).map { 2 * share * $0 }
  }

  private static func gains(of network: FeedForwardNetwork) -> [Matrix] {
    let classes = network.outputCount
    var identity = Matrix(rows: classes, columns: classes, repeating: 0)
    for j in 0..<classes { identity[j, j] = 1 }
    var gains = [identity]
    for (k, layer) in network.layers.enumerated().dropFirst().reversed() {
      // Above a hidden neuron the change passes another activation, above the last hidden layer none.
      let slope = k == network.depth - 1 ? 1 : network.activation.steepestSlope
      let weights = layer.weight.mapped { slope * $0.magnitude }
      var product = [Double](repeating: 0, count: classes * weights.columns)
      weights.multiply(gains[0].elements, rows: classes, into: &product)
      gains.insert(Matrix(rows: classes, columns: weights.columns, elements: product), at: 0)
    }
    return gains
  }

  /// For each sample the largest logit of the network with |W|, |β|, |x| and t ↦ ℓt + |ρ(0)| for ρ: every intermediate
  /// result is bounded by its counterpart there, and round-off is a small multiple of it.
  private static func magnitudes(of network: FeedForwardNetwork, _ samples: Matrix) -> [Double] {
    var ν = samples.mapped { $0.magnitude }
    let (slope, offset) = (network.activation.steepestSlope, network.activation.valueAtZero.magnitude)
    for (k, layer) in network.layers.enumerated() {
      let magnitudes = DenseLayer(
        name: layer.name, weight: layer.weight.mapped { $0.magnitude }, bias: layer.bias?.map(\.magnitude))
      ν = magnitudes.preActivations(ν)
      if k < network.depth - 1 { ν.apply { slope * $0 + offset } }
    }
    return ν.rowMaxima
  }
}
