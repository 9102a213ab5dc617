/// What a file says about the network that its tensors make, beyond their names and shapes.
public enum ModelStructure: Sendable {
  /// Nothing: names may tell an order.
  case names
  /// The tensors stand in the order in which the model's author defined its layers (torch's state_dict).
  case definitionOrder
  /// Modules with their classes (a whole pickled torch model). The tensors stand in definition order too.
  case modules(ModuleDescription)
  /// A graph of operators (ONNX).
  case graph(OperatorGraph)
  /// The model's configuration and the names of its layers' weights (Keras).
  case keras(KerasDescription)

  /// True where tensors find their place by their names; false where a description says what each is.
  package var usesNames: Bool {
    switch self {
    case .names, .definitionOrder, .modules: true
    case .graph, .keras: false
    }
  }
}
