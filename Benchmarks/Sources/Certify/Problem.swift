import Certification
import MatrixNorms
import Networks
import TensorFiles

/// A ReLU network and labelled samples, from one file with the tensors `0.weight`, `0.bias`, `1.weight` … `x` and `y`.
struct Problem {
  let network: FeedForwardNetwork
  let samples: Matrix
  let labels: [Int]

  init(path: String) throws {
    let file = try TensorFiles.open(path)
    func matrix(_ name: String) throws -> Matrix {
      let tensor = try file.tensor(named: name)
      return Matrix(rows: tensor.shape[0], columns: tensor.shape[1], elements: try file.values(of: tensor))
    }
    func vector(_ name: String) throws -> [Double] { try file.values(of: try file.tensor(named: name)) }
    var layers: [DenseLayer] = []
    while file["\(layers.count).weight"] != nil {
      let name = "\(layers.count)"
      layers.append(
        DenseLayer(name: name, weight: try matrix("\(name).weight"), bias: try vector("\(name).bias")))
    }
    network = try FeedForwardNetwork(layers: layers, activation: .relu)
    samples = try matrix("x")
    labels = try vector("y").map { Int($0) }
  }

  /// One pass.
  func robustMargins(_ certificate: any Certificate.Type, _ radii: [LayerRadius]) throws -> [Double] {
    let ball = try PerturbedNetwork(network, radii: radii)
    return certificate.robustMargins(ball, ForwardPass(ball, on: samples), labels: labels)
  }
}

/// The same numbers in the three forms that radii may have: every form gives the same bounds at a price of its own.
enum RadiusForm {
  static func radius(_ form: String, _ ε: Double, of layer: DenseLayer) -> LayerRadius {
    switch form {
    case "rows": LayerRadius(weight: .rows(Array(repeating: ε, count: layer.weight.rows)))
    case "entries":
      LayerRadius(weight: .entries(Matrix(rows: layer.weight.rows, columns: layer.weight.columns, repeating: ε)))
    default: LayerRadius(weight: .uniform(ε))
    }
  }
}
