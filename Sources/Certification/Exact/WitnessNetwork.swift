import MatrixNorms
import Networks

extension SampleModel {
  /// The network that the moves stand for, every number within the ball, and a proven upper bound on its margin; nil where
  /// Ŵ overflows.
  ///
  /// The last layer's rows y and j go to the ends that lower f̂_y − f̂_j; the others stay.
  func witness(_ moves: RowMoves, to j: Int) -> Witness? {
    let trace = trace(moves)
    let layers = perturbed.network.layers.enumerated().map { k, layer in
      let v = trace.inputs[k]
      let isLast = k == perturbed.network.depth - 1
      return layer.moved(perturbed.radii[k], v) { row in
        isLast ? (row == label ? -1 : row == j ? 1 : 0) : moves.t[k][row]
      }
    }
    guard let network = try? FeedForwardNetwork(layers: layers, activation: perturbed.network.activation),
      let margin = upperMargin(network)
    else { return nil }
    return Witness(network: network, margin: margin)
  }

  /// An upper bound on the sample's margin with a network, round-off added; nil where it is not a number.
  ///
  /// f_y − f_j = Δz + β_y − β_j with Δ = W_y − W_j, over the intervals that rounding leaves for z (`IntervalPass` with radius 0). The sum
  /// itself is off by at most 4(d + 8)u of Σ|Δ||z| + |β_y − β_j|, and by nothing where no term differs from 0: equal rows and
  /// dead neurons are exact ties.
  func upperMargin(_ network: FeedForwardNetwork) -> Double? {
    guard let fixed = try? PerturbedNetwork(network, radii: Array(repeating: 0, count: network.depth)) else {
      return nil
    }
    let inputs = Matrix(rows: 1, columns: input.count, elements: input)
    let box = IntervalPass(perturbed: fixed).run(ForwardPass(fixed, on: inputs)).last
    let (l, u) = ((box?.lower ?? inputs).elements, (box?.upper ?? inputs).elements)
    let margins = (0..<network.outputCount).filter { $0 != label }.map { j in
      let layer = network.layers[network.depth - 1]
      let constant = layer.biasDifference(label, j)
      var (sum, magnitude, isZero) = (constant, constant.magnitude, constant == 0)
      for i in l.indices {
        let difference = layer.weight[label, i] - layer.weight[j, i]
        sum += max(difference * l[i], difference * u[i])
        magnitude += difference.magnitude * max(l[i].magnitude, u[i].magnitude)
        isZero = isZero && (difference == 0 || (l[i] == 0 && u[i] == 0))
      }
      return isZero ? 0 : sum + roundOff(of: magnitude, terms: l.count)
    }
    let lowest = margins.min() ?? .nan
    return lowest.isFinite && !margins.contains(where: \.isNaN) ? lowest : nil
  }
}

extension DenseLayer {
  /// Row i moved to W_i + t_i E_i ∘ sign(v), β_i + t_i b_i.
  fileprivate func moved(_ radius: LayerRadius, _ v: [Double], _ t: (Int) -> Double) -> DenseLayer {
    guard !radius.isZero else { return self }
    var (elements, biases) = (weight.elements, bias ?? Array(repeating: 0, count: weight.rows))
    for i in 0..<weight.rows {
      let t = t(i)
      guard t != 0 else { continue }
      for (j, v) in v.enumerated() {
        let place = i * weight.columns + j
        elements[place] = elements[place].moved(by: v < 0 ? -t : t, of: radius.weight[i, j])
      }
      if let b = radius.bias { biases[i] = biases[i].moved(by: t, of: b[i]) }
    }
    return replacing(
      weight: Matrix(rows: weight.rows, columns: weight.columns, elements: elements),
      bias: radius.bias == nil ? bias : biases)
  }
}

extension Double {
  /// self + t·e for |t| ≤ 1, rounded so that it differs from self by at most e, exactly.
  func moved(by t: Double, of e: Double) -> Double {
    var end = self + t * e
    guard end.magnitude < 1e300, magnitude < 1e300 else { return self }
    while !end.isWithin(e, of: self) { end = end > self ? end.nextDown : end.nextUp }
    return end
  }

  /// True where |self − centre| ≤ radius without any rounding (TwoSum, Knuth).
  func isWithin(_ radius: Double, of centre: Double) -> Bool {
    let difference = self - centre
    let back = difference - self
    let error = (self - (difference - back)) - (centre + back)
    // difference + error is exact; |error| is less than a unit in the last place of the difference.
    let excess = difference < 0 ? -error : error
    return difference.magnitude < radius || (difference.magnitude == radius && excess <= 0)
  }
}
