/// All measures without guarantee. The reports' columns, statistics and documentation come from here.
public let measureCatalogue: [any CapacityMeasure.Type] = [
  SpectralNormProduct.self,
  FrobeniusNormProduct.self,
  PathNormL1.self,
  PathNormL2.self,
  StableRankSum.self,
  MarginP10.self,
  MarginP50.self,
  SpectralNormProductOverMargin.self,
  LogProductOverMargin.self,
  DistanceToInitialization.self,
  SpectralDistanceToInitialization.self,
  Sharpness.self,
]
