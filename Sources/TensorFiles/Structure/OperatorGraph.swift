/// A graph of operators (ONNX), as the file states it: nothing is checked beyond the grammar.
public struct OperatorGraph: Sendable, Equatable {
  /// One operator.
  public struct Node: Sendable, Equatable {
    /// The name that the file gives; may be empty.
    public let name: String
    /// The operator: `Gemm`, `Relu`, …
    public let operation: String
    /// The operator set; empty for ONNX's own.
    public let domain: String
    /// Names of values; an empty name stands for an input that is left out.
    public let inputs: [String]
    /// Names of values.
    public let outputs: [String]
    /// Attributes by name.
    public let attributes: [String: Attribute]

    /// A node.
    public init(
      name: String, operation: String, domain: String = "", inputs: [String], outputs: [String],
      attributes: [String: Attribute] = [:]
    ) {
      self.name = name
      self.operation = operation
      self.domain = domain
      self.inputs = inputs
      self.outputs = outputs
      self.attributes = attributes
    }
  }

  /// The value of an attribute.
  public enum Attribute: Sendable, Equatable {
    case float(Double)
    case integer(Int)
    case text(String)
    case floats([Double])
    case integers([Int])
    /// Tensors, graphs, lists of text and very long lists, which no operator that is understood needs.
    case other
  }

  /// An input or output of the graph.
  public struct Value: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// The sides, outermost first; nil for a side that is symbolic or unknown. Nil where even the rank is unknown.
    public let shape: [Int?]?

    /// A value.
    public init(name: String, shape: [Int?]?) {
      self.name = name
      self.shape = shape
    }
  }

  /// The operators in the order of the file, which is a topological one. `Constant` nodes are left out: their values
  /// are tensors of the file.
  public let nodes: [Node]
  /// Inputs that are no tensors of the file.
  public let inputs: [Value]
  /// Outputs.
  public let outputs: [Value]
  /// The values of tensors with at most 64 elements, by name: shapes, axes, limits, scalars.
  public let smallConstants: [String: [Double]]
  /// The version of ONNX's own operator set.
  public let operatorSetVersion: Int

  /// A graph.
  public init(
    nodes: [Node], inputs: [Value], outputs: [Value], smallConstants: [String: [Double]] = [:], operatorSetVersion: Int
  ) {
    self.nodes = nodes
    self.inputs = inputs
    self.outputs = outputs
    self.smallConstants = smallConstants
    self.operatorSetVersion = operatorSetVersion
  }
}
