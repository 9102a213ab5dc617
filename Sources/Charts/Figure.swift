/// A picture as data: panels one below the other with one legend. Renderers turn it into SVG and Vega-Lite.
public struct Figure: Sendable, Equatable {
  /// File name without its extension: lower-case letters, digits and hyphens.
  public var name: String
  /// What the picture shows, in a few words, with the number a reader should take away.
  public var title: String
  /// What is drawn and what is left out, in one sentence.
  public var subtitle: String?
  /// Names of the series; a mark's series is an index into them. At most `Figure.maximumSeries`.
  public var series: [String]
  /// One below the other.
  public var panels: [Panel]

  /// As many colours as stay distinguishable for everybody.
  public static let maximumSeries = 8

  /// A figure.
  public init(name: String, title: String, subtitle: String? = nil, series: [String] = [], panels: [Panel]) {
    self.name = name
    self.title = title
    self.subtitle = subtitle
    self.series = series
    self.panels = panels
  }
}

/// One coordinate system with its marks.
public struct Panel: Sendable, Equatable {
  /// Above the panel; nil where the figure's title says it all.
  public var title: String?
  /// Horizontal.
  public var x: Axis
  /// Vertical.
  public var y: Axis
  /// Drawn in this order.
  public var marks: [Mark]

  /// A panel.
  public init(title: String? = nil, x: Axis, y: Axis, marks: [Mark]) {
    self.title = title
    self.x = x
    self.y = y
    self.marks = marks
  }
}

/// What a coordinate means.
public struct Axis: Sendable, Equatable {
  /// The quantity and its unit, for example "test error − train error (pp)".
  public var label: String
  /// How values become places.
  public var scale: Scale
  /// Values that the axis must contain besides those of the marks, for example 0 for bars.
  public var includes: [Double]

  /// How values become places.
  public enum Scale: Sendable, Equatable {
    /// Evenly.
    case linear
    /// By the decimal logarithm; every value is positive.
    case logarithmic
    /// One band for each name; a value is the index of a band.
    case bands([String])
  }

  /// An axis.
  public init(_ label: String, _ scale: Scale = .linear, including values: [Double] = []) {
    self.label = label
    self.scale = scale
    includes = values
  }
}

/// Something drawn in a panel. Values are finite; on a logarithmic axis they are positive.
public enum Mark: Sendable, Equatable {
  /// A dot for each point.
  case points([Point], series: Int)
  /// Points joined in their order, each with a small dot.
  case line([Point], series: Int)
  /// Bars in the bands of the x axis; those of one band are side by side, one place for each series.
  case bars([Bar])
  /// Bars in the bands of the x axis, one on top of another: `low` and `high` say where.
  case stack([Bar])
  /// A coloured cell for each pair of bands, with its value written in it.
  case cells([Cell], meaning: String)
  /// A dashed line across the panel at a value of x.
  case verticalRule(Double, label: String)
  /// A dashed line across the panel at a value of y.
  case horizontalRule(Double, label: String)
  /// The dashed line y = x.
  case diagonal(label: String)
}

/// A place and what is said about it on hovering.
public struct Point: Sendable, Equatable {
  /// Horizontal value.
  public var x: Double
  /// Vertical value.
  public var y: Double
  /// For example "standard/epoch-012: gap 4.565 pp, bound 203.9".
  public var hover: String

  /// A point.
  public init(_ x: Double, _ y: Double, _ hover: String) {
    self.x = x
    self.y = y
    self.hover = hover
  }
}

/// A bar in a band of the x axis.
public struct Bar: Sendable, Equatable {
  /// Index of the band.
  public var band: Int
  /// Index of the series.
  public var series: Int
  /// Where it begins; on a logarithmic axis the renderer's lower end where nil.
  public var low: Double?
  /// Where it ends.
  public var high: Double
  /// What is said on hovering.
  public var hover: String

  /// A bar.
  public init(band: Int, series: Int, low: Double? = nil, high: Double, hover: String) {
    self.band = band
    self.series = series
    self.low = low
    self.high = high
    self.hover = hover
  }
}

/// A cell of a heat map.
public struct Cell: Sendable, Equatable {
  /// Band of the x axis.
  public var column: Int
  /// Band of the y axis, from below.
  public var row: Int
  /// What the colour means.
  public var value: Double
  /// Written in the cell.
  public var text: String
  /// What is said on hovering.
  public var hover: String

  /// A cell.
  public init(column: Int, row: Int, value: Double, text: String, hover: String) {
    self.column = column
    self.row = row
    self.value = value
    self.text = text
    self.hover = hover
  }
}
