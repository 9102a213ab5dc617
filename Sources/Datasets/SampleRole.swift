/// What a set of samples is used for.
public enum SampleRole: String, Sendable, CaseIterable {
  /// The samples that the network was trained on.
  case train
  /// Samples that the network has not seen.
  case test
}
