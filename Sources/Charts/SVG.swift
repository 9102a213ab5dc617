extension Figure {
  /// The figure as a self-contained SVG document.
  public var svg: String { "" }
}
