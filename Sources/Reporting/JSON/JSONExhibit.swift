import Analysis

/// Spectra and curves of one checkpoint.
struct JSONExhibit: Codable {
  let label: String
  let series: String
  let spectra: [JSONSpectrum]
  let curves: [JSONCurve]

  init(_ exhibit: CheckpointExhibit) {
    label = exhibit.label
    series = exhibit.series
    spectra = exhibit.spectra.map(JSONSpectrum.init)
    curves = exhibit.curves.map(JSONCurve.init)
  }
}

/// Singular values of one layer at some indices, counted from 1.
struct JSONSpectrum: Codable {
  let layer: String
  let count: Int
  let indices: [Int]
  let singularValues: [NullableNumber]

  enum CodingKeys: String, CodingKey {
    case layer
    case count
    case indices
    case singularValues = "singular_values"
  }

  init(_ spectrum: LayerSpectrum) {
    layer = spectrum.layer
    count = spectrum.count
    indices = spectrum.indices
    singularValues = spectrum.values.map { NullableNumber($0) }
  }
}

/// One bound at growing numbers of training samples.
struct JSONCurve: Codable {
  let radiusIndex: Int
  let bound: String
  let sampleCounts: [NullableNumber]
  let log10Values: [NullableNumber]

  enum CodingKeys: String, CodingKey {
    case radiusIndex = "radius_index"
    case bound
    case sampleCounts = "sample_counts"
    case log10Values = "log10_values"
  }

  init(_ curve: SampleCurve) {
    radiusIndex = curve.radiusIndex
    bound = curve.bound
    sampleCounts = curve.sampleCounts.map { NullableNumber($0) }
    log10Values = curve.log10Totals.map { NullableNumber($0) }
  }
}
