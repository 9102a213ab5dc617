import Analysis
import Charts

/// One kind of picture: a function from a report to figures; none where the report has nothing to show.
///
/// Names of figures are unique within a report and begin with the picture's key.
protocol AnalysisPicture: Sendable {
  /// Its key.
  static var key: String { get }
  /// The figures.
  static func figures(_ report: AnalysisReport) -> [Figure]
}

/// A kind of picture of what weights tolerate.
protocol CertificationPicture: Sendable {
  /// Its key.
  static var key: String { get }
  /// The figures.
  static func figures(_ report: CertificationReport) -> [Figure]
}

/// Pictures of an analysis, in the order in which reports show them.
let analysisPictures: [any AnalysisPicture.Type] = [
  BoundAgainstGapPicture.self, EpochsPicture.self, FactorsPicture.self, TermsPicture.self, SamplesPicture.self,
  AccuracyPicture.self, HeatMapPicture.self, SpectraPicture.self,
]

/// Pictures of a certification.
let certificationPictures: [any CertificationPicture.Type] = [CertifiedAccuracyPicture.self]

extension AnalysisReport {
  /// Every picture of the report.
  public var figures: [Figure] { analysisPictures.flatMap { $0.figures(self) } }
}

extension CertificationReport {
  /// Every picture of the report.
  public var figures: [Figure] { certificationPictures.flatMap { $0.figures(self) } }
}
