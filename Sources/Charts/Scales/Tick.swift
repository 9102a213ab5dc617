/// A tick of an axis.
struct Tick: Equatable {
  /// In the data's units; the index of a band on an axis of bands.
  var value: Double
  /// Beside the tick; nil for a minor one.
  var label: String?
  /// Said on hovering, where the label is a shortened name.
  var fullLabel: String?

  init(_ value: Double, _ label: String? = nil, fullLabel: String? = nil) {
    self.value = value
    self.label = label
    self.fullLabel = fullLabel
  }
}
