import TensorFiles

extension OperatorGraph.Node {
  /// How messages call the node: its name, or that of its output.
  var place: String { name.isEmpty ? outputs.first { !$0.isEmpty } ?? "without name" : name }

  /// The operator with its domain where that is not ONNX's own.
  var fullOperation: String { domain.isEmpty ? operation : "\(domain)::\(operation)" }

  /// The name of an input, or nil where it is left out.
  func input(_ index: Int) -> String? {
    inputs.indices.contains(index) && !inputs[index].isEmpty ? inputs[index] : nil
  }

  /// An integer attribute, or nil where it is left out.
  func integer(_ name: String) throws(OnnxRefusal) -> Int? {
    switch attributes[name] {
    case nil: return nil
    case .integer(let value)?: return value
    default: throw .because("attribute \(name) is no integer")
    }
  }

  /// A list of integers, or nil where it is left out.
  func integers(_ name: String) throws(OnnxRefusal) -> [Int]? {
    switch attributes[name] {
    case nil: return nil
    case .integers(let values)?: return values
    default: throw .because("attribute \(name) is no list of integers")
    }
  }

  /// A number, or nil where it is left out.
  func number(_ name: String) throws(OnnxRefusal) -> Double? {
    switch attributes[name] {
    case nil: return nil
    case .float(let value)?: return value
    default: throw .because("attribute \(name) is no number")
    }
  }

  /// A text, or nil where it is left out.
  func text(_ name: String) throws(OnnxRefusal) -> String? {
    switch attributes[name] {
    case nil: return nil
    case .text(let value)?: return value
    default: throw .because("attribute \(name) is no text")
    }
  }
}
