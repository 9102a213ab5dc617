/// A module of a pickled torch model, as far as data tell it: its class, the numbers that fix what it computes, and its
/// children in the order of their definition.
public struct ModuleDescription: Sendable, Equatable {
  /// The name within its parent: `0`, `fc1`; empty for the root.
  public let name: String
  /// The full class name, for example `torch.nn.modules.linear.Linear`.
  public let className: String
  /// Numeric and boolean attributes: `eps`, `negative_slope`, `beta`, `min_val`, …; true is 1.
  public let attributes: [String: Double]
  /// Text attributes, for example the `approximate` of GELU.
  public let options: [String: String]
  /// The modules inside, in the order of their definition.
  public let children: [ModuleDescription]

  /// Describes a module.
  public init(
    name: String, className: String, attributes: [String: Double] = [:], options: [String: String] = [:],
    children: [ModuleDescription] = []
  ) {
    self.name = name
    self.className = className
    self.attributes = attributes
    self.options = options
    self.children = children
  }
}
