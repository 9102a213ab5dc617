/// What a Keras file says about its model.
public struct KerasDescription: Sendable, Equatable {
  /// The model's configuration, JSON text that nothing has checked.
  public let configuration: String
  /// Names of tensors by the name of their layer, in the order of the layer's weights, as far as the file tells; some may
  /// not exist.
  public let weights: [String: [String]]

  /// A description.
  public init(configuration: String, weights: [String: [String]] = [:]) {
    self.configuration = configuration
    self.weights = weights
  }
}
