import MatrixNorms
import Networks

@testable import Certification

/// Every flip by evaluating the whole network with plain loops.
struct BruteForceFlips {
  let network: FeedForwardNetwork
  let inputs: Matrix
  let labels: [Int]
  let storage: WeightStorage

  func report() -> BitFlipReport {
    let layers = network.layers.map { stored($0.weight) }
    var weights = layers.map { $0.map(\.value) }
    let correct = inputs.rows == 0 ? [] : (0..<inputs.rows).filter { isCorrect($0, weights) }
    var flips: [BitFlipReport.Flip] = []
    var summaries: [BitFlipReport.LayerFlips] = []
    for (k, layer) in layers.enumerated() {
      var (harmful, atRisk, worstLoss) = (Array(repeating: 0, count: bits), 0, 0)
      for (entry, weight) in layer.enumerated() {
        var losses: [Int] = []
        for bit in 0..<bits {
          weights[k][entry] = weight.flipped[bit]
          let lost = correct.count { !isCorrect($0, weights) }
          losses.append(lost)
          if lost > 0 {
            harmful[bit] += 1
            let columns = network.layers[k].weight.columns
            flips.append(
              .init(
                layer: k + 1, row: entry / columns, column: entry % columns, bit: bit, before: weight.value,
                after: weight.flipped[bit], lost: lost))
          }
        }
        weights[k][entry] = weight.value
        atRisk += losses.contains { $0 > 0 } ? 1 : 0
        worstLoss += losses.max()!
      }
      summaries.append(
        .init(
          name: network.layers[k].name, flips: layer.count * bits, harmful: harmful.reduce(0, +),
          weightsAtRisk: atRisk, harmfulByBit: harmful, meanWorstLoss: Double(worstLoss) / Double(layer.count)))
    }
    return BitFlipReport(
      storage: storage, correct: correct.count, count: inputs.rows, layers: summaries,
      worst: Array(flips.sorted(by: isWorse).prefix(20)))
  }

  private var bits: Int { storage == .float32 ? 32 : 8 }

  private func isWorse(_ a: BitFlipReport.Flip, _ b: BitFlipReport.Flip) -> Bool {
    func key(_ f: BitFlipReport.Flip) -> [Double] {
      let change = f.after.isNaN ? .infinity : abs(f.after - f.before)
      return [-Double(f.lost), -change, Double(f.layer), Double(f.row), Double(f.column), Double(f.bit)]
    }
    return key(a).lexicographicallyPrecedes(key(b))
  }

  private struct Stored { let value: Double, flipped: [Double] }

  private func stored(_ weight: Matrix) -> [Stored] {
    (0..<weight.elements.count).map { i in
      switch storage {
      case .float32:
        let pattern = Float(weight.elements[i]).bitPattern
        return Stored(
          value: Double(Float(bitPattern: pattern)),
          flipped: (0..<32).map { Double(Float(bitPattern: pattern ^ (1 << $0))) })
      case .int8:
        // Per channel.
        let s = weight.row(i / weight.columns).map(abs).max()! / 127
        let code = s == 0 ? 0 : Int((weight.elements[i] / s).rounded())
        return Stored(
          value: s * Double(code),
          flipped: (0..<8).map { bit in
            let unsigned = (code & 0xFF) ^ (1 << bit)
            return s * Double(unsigned >= 128 ? unsigned - 256 : unsigned)
          })
      }
    }
  }

  private func isCorrect(_ sample: Int, _ weights: [[Double]]) -> Bool {
    var z = Array(inputs.row(sample))
    for (k, layer) in network.layers.enumerated() {
      let W = weights[k]
      var a: [Double] = []
      for i in 0..<layer.weight.rows {
        var sum = layer.bias?[i] ?? 0
        for j in z.indices { sum += W[i * z.count + j] * z[j] }
        a.append(k < network.depth - 1 ? network.activation(sum) : sum)
      }
      z = a
    }
    let y = labels[sample]
    return z.indices.allSatisfy { $0 == y || z[y] - z[$0] > 0 }
  }
}
