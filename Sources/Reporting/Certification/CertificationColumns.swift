import Analysis
import Certification

extension CSVReport {
  /// A header and one row for each model, ball and sample.
  public static func render(_ report: CertificationReport, pictures: String?) -> String {
    table(CSVColumn<CertifiedSample>.all, report.samples)
  }
}

extension CSVColumn<CertifiedSample> {
  /// Every column, in order. Margins are differences of outputs and have no unit; the radius is in the unit of epsilon.
  static var all: [CSVColumn] {
    [
      CSVColumn("model", text: { $0.model.file.path }),
      CSVColumn("ball", count: { $0.ballIndex }),
      CSVColumn("epsilon", number: { $0.ball?.epsilon }),
      CSVColumn("index", count: { $0.index }),
      CSVColumn("label", count: { $0.model.labels[$0.index] }),
      CSVColumn("predicted", count: { $0.model.predicted[$0.index] }),
      CSVColumn("margin", number: { $0.model.margins[$0.index] }),
    ]
      + certificateCatalogue.map { certificate in
        CSVColumn("certified_margin_\(certificate.key)", number: { $0.certifiedMargin(certificate.key) })
      } + [
        CSVColumn("best_margin", number: { $0.bestMargin }),
        CSVColumn("exact_status", text: { $0.exact?.status }),
        CSVColumn("exact_margin", number: { $0.exact?.margin }),
        CSVColumn("exact_lower", number: { $0.exact?.range?.lower }),
        CSVColumn("exact_upper", number: { $0.exact?.range?.upper }),
        CSVColumn("exact_witness", text: { $0.exact?.witness }),
        CSVColumn("attacked_margin", number: { $0.ball?.attackedMargins?[$0.index] }),
        CSVColumn("universal_margin", number: { $0.ball?.universal?.margins[$0.index] }),
        CSVColumn("certified_radius", number: { $0.model.search?.radii[$0.index] }),
      ]
  }
}
