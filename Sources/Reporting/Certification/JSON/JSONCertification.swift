import Analysis
import Certification

extension JSONReport {
  /// The report as an indented JSON document with sorted keys.
  public static func render(_ report: CertificationReport, pictures: String?) -> String {
    text(JSONCertification(report))
  }
}

/// The top level of the JSON report of `certify`.
struct JSONCertification: Encodable {
  let schemaVersion: Int
  let gapboundVersion: String
  let command: String
  let readings: [String]
  let parameters: JSONCertificationParameters
  let coverage: [JSONCoverage]
  let models: [JSONModel]
  let samples: [JSONSample]
  let summary: [JSONSummary]
  let heldOutCertificate: Nullable<JSONHeldOut>
  let heldOutCertificates: [JSONHeldOut]
  let radiusSearch: [JSONRadiusSearch]
  let bitFlips: [JSONBitFlips]

  enum CodingKeys: String, CodingKey {
    case schemaVersion = "schema_version"
    case gapboundVersion = "gapbound_version"
    case command
    case readings
    case parameters
    case coverage
    case models
    case samples
    case summary
    case heldOutCertificate = "held_out_certificate"
    case heldOutCertificates = "held_out_certificates"
    case radiusSearch = "radius_search"
    case bitFlips = "bit_flips"
  }

  init(_ report: CertificationReport) {
    schemaVersion = Reporting.schemaVersion
    gapboundVersion = Reporting.gapboundVersion
    command = "certify"
    readings = report.readings
    parameters = JSONCertificationParameters(report.parameters)
    coverage = report.coverage.map(JSONCoverage.init)
    models = report.models.map(JSONModel.init)
    samples = report.samples.map(JSONSample.init)
    summary = report.balls.flatMap { JSONSummary.rows($0.model, $0.index, $0.ball) }
    heldOutCertificates = report.balls.map { JSONHeldOut($0.model, $0.index, $0.ball) }
    heldOutCertificate = Nullable(
      report.models.count == 1 && heldOutCertificates.count == 1 ? heldOutCertificates[0] : nil)
    radiusSearch = report.models.compactMap { model in model.search.map { JSONRadiusSearch(model, $0) } }
    bitFlips = report.models.compactMap { model in model.bitFlips.map { JSONBitFlips(model, $0) } }
  }
}

/// What a run was asked for.
struct JSONCertificationParameters: Encodable {
  let data: JSONDataStamp
  let sampleLimit: Nullable<Int>
  let methods: [String]
  let exactTimeLimit: NullableNumber
  let attacks: [String]
  let restarts: Int
  let steps: Int
  let draws: Int
  let seed: UInt64
  let perturbsBiases: Bool
  let failureProbability: NullableNumber

  enum CodingKeys: String, CodingKey {
    case data
    case sampleLimit = "sample_limit"
    case methods
    case exactTimeLimit = "exact_time_limit"
    case attacks
    case restarts
    case steps
    case draws
    case seed
    case perturbsBiases = "perturbs_biases"
    case failureProbability = "failure_probability"
  }

  init(_ parameters: CertificationParameters) {
    data = JSONDataStamp(parameters.data)
    sampleLimit = Nullable(parameters.sampleLimit)
    methods = parameters.methods
    exactTimeLimit = NullableNumber(parameters.exactTimeLimit)
    attacks = parameters.attacks.map(\.rawValue)
    restarts = parameters.attackSettings.restarts
    steps = parameters.attackSettings.steps
    draws = parameters.attackSettings.draws
    seed = parameters.attackSettings.seed
    perturbsBiases = parameters.perturbsBiases
    failureProbability = NullableNumber(parameters.failureProbability)
  }
}
