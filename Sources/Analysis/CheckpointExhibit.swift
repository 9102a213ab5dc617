/// What is too long to keep for every checkpoint: spectra and curves of the last checkpoint of a series, for pictures.
public struct CheckpointExhibit: Sendable, Equatable {
  /// The checkpoint's label.
  public var label: String
  /// The series that it stands for.
  public var series: String
  /// Singular values, layer by layer.
  public var spectra: [LayerSpectrum]
  /// Bounds against the number of training samples.
  public var curves: [SampleCurve]

  /// An exhibit.
  public init(label: String, series: String, spectra: [LayerSpectrum], curves: [SampleCurve]) {
    self.label = label
    self.series = series
    self.spectra = spectra
    self.curves = curves
  }
}

/// Singular values of one layer, thinned out to a few dozen.
public struct LayerSpectrum: Sendable, Equatable {
  /// The layer's name.
  public var layer: String
  /// min(rows, columns).
  public var count: Int
  /// Indices from 1, ascending, the first and the last among them.
  public var indices: [Int]
  /// σ at these indices, descending.
  public var values: [Double]

  /// A spectrum.
  public init(layer: String, count: Int, indices: [Int], values: [Double]) {
    self.layer = layer
    self.count = count
    self.indices = indices
    self.values = values
  }
}

/// One bound at growing n: norms and empirical term as they are, ‖X‖ growing as √n.
public struct SampleCurve: Sendable, Equatable {
  /// Setting of the radii, an index into the report's parameters.
  public var radiusIndex: Int
  /// The bound's key.
  public var bound: String
  /// Numbers of samples, ascending.
  public var sampleCounts: [Double]
  /// log₁₀ of the bound's total at each.
  public var log10Totals: [Double]

  /// A curve.
  public init(radiusIndex: Int, bound: String, sampleCounts: [Double], log10Totals: [Double]) {
    self.radiusIndex = radiusIndex
    self.bound = bound
    self.sampleCounts = sampleCounts
    self.log10Totals = log10Totals
  }
}
