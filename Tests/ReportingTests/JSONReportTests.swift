import Analysis
import Foundation
import TestSupport
import Testing

@testable import Reporting

@Suite("JSON report")
struct JSONReportTests {
  private func schema() throws -> JSONValue {
    let url = Fixtures.root.appending(path: "../../Schemas/report.schema.json")
    return try JSONValue(parsing: String(contentsOf: url, encoding: .utf8))
  }

  @Test("agrees with its schema, whatever the report", arguments: 0..<5)
  func agreesWithSchema(index: Int) throws {
    let document = try JSONValue(parsing: JSONReport.render(Sample.all()[index]))
    #expect(try JSONSchemaValidator(schema: schema()).complaints(about: document) == [])
  }

  @Test("has no key that the schema does not know")
  func schemaIsComplete() throws {
    let closed = try JSONValue(
      parsing: String(contentsOf: Fixtures.root.appending(path: "../../Schemas/report.schema.json"), encoding: .utf8)
        .replacing("\"additionalProperties\": true", with: "\"additionalProperties\": false"))
    for report in try Sample.all() {
      let document = try JSONValue(parsing: JSONReport.render(report))
      #expect(JSONSchemaValidator(schema: closed).complaints(about: document) == [])
    }
  }

  @Test("missing and non-finite numbers are null, with a log10 beside a bound")
  func nulls() throws {
    let document = try JSONValue(parsing: JSONReport.render(Sample.awkward()))
    let first = document["checkpoints"]?[0]
    #expect(first?["train"]?["cross_entropy"] == .null)
    #expect(first?["train"]?["margin_percentiles"]?["p50"] == .null)
    #expect(first?["train"]?["certified_error"]?["interval"] == .null)
    #expect(first?["test"] == .null)
    #expect(first?["generalization_gap"] == .null)
    let bound = first?["bounds"]?[0]
    #expect(bound?["value"] == .null)
    #expect(bound?["sample_count_needed"] == .null)
    guard case .number(let logarithm)? = bound?["log10_value"] else {
      Issue.record("no log10")
      return
    }
    #expect(abs(logarithm - 601.59) < 0.01)
    #expect(document["checkpoints"]?[1]?["bounds"]?[0]?["status"] == .string("not_applicable"))
  }

  @Test("a measure: a number with its logarithm, one beyond the doubles, zero, a negative one, and a reason")
  func measures() throws {
    let document = try JSONValue(parsing: JSONReport.render(Sample.awkward()))
    func measure(_ checkpoint: Int, _ index: Int) -> [JSONValue?] {
      let measure = document["checkpoints"]?[checkpoint]?["measures"]?[index]
      return ["key", "value", "log10_value", "status", "reason"].map { measure?[$0] }
    }
    #expect(measure(0, 0) == [.string("spectral-norm-product"), .number(100), .number(2), .string("ok"), .null])
    #expect(measure(0, 1) == [.string("margin-p10"), .number(-0.25), .null, .string("ok"), .null])
    #expect(measure(1, 0) == [.string("spectral-norm-product"), .null, .number(601.5), .string("ok"), .null])
    #expect(measure(1, 1) == [.string("path-norm-l1"), .number(0), .null, .string("ok"), .null])
    let reason = "a | b,\n\"c\""
    #expect(measure(1, 2) == [.string("odd|key"), .null, .null, .string("not_available"), .string(reason)])
  }

  @Test("statistics: intervals of eight whole runs, ψ by name, two rules of sign errors, no CSV column for any of it")
  func statistics() throws {
    let document = try JSONValue(parsing: JSONReport.render(Sample.configured()))
    let statistics = try #require(document["statistics"])
    let first = statistics["rank_correlations"]?[0]
    #expect(first?["resampling_unit"] == .string("runs") && first?["resampling_units"] == .number(8))
    #expect(first?["resamples"] == .number(1000) && first?["kendall_tau_b_interval"]?.elements.count == 2)
    let predictors = statistics["rank_correlations"]?.elements.map { $0["bound"]?.text } ?? []
    #expect(predictors.suffix(2) == ["size", "spread"])
    #expect(statistics["rank_correlations"]?.elements.last?["pearson_scale"] == .string("linear"))
    let kendall = statistics["granulated_kendall"]?.elements ?? []
    #expect(kendall.count == 6 && kendall[4]["mean"] == .number(1) && kendall[4]["configurations"] == .number(4))
    #expect(kendall[4]["hyperparameters"]?.elements.map { $0["name"]?.text } == ["rate", "width"])
    let errors = statistics["sign_error"]?.elements ?? []
    #expect(errors.map { $0["minimum_effective_sample_size"] } == (0..<6).flatMap { _ in [.number(12), .number(1)] })
    // Gaps that differ by 0.05 may be chance among 1000 test samples: of all and of each hyper-parameter no environment is left.
    #expect(errors[9]["environments"]?.elements.map { $0["maximum"] } == [.null, .null, .null])
    #expect(errors[8]["obstacle"]?.text != nil)
    let information = statistics["conditional_mutual_information"]?.elements ?? []
    #expect(information.count == 6 && information[0]["conditions"]?.elements.count == 4)
    #expect(document["checkpoints"]?[0]?["hyperparameters"]?["width"] == .string("64"))
  }

  @Test("epsilon and radius_index follow the settings")
  func radii() throws {
    let document = try JSONValue(parsing: JSONReport.render(Sample.usual()))
    let checkpoints = document["checkpoints"]?.elements ?? []
    #expect(checkpoints.map { $0["radius_index"] } == [0, 0, 0, 1, 1, 1].map { .number($0) })
    #expect(checkpoints[3]["epsilon"] == .array([.number(0.001), .number(0.001)]))
    #expect(document["parameters"]?["epsilon"] == .array([.number(0), .number(0)]))
    #expect(document["parameters"]?["margin_scale"] == .string("p10"))
  }

  @Test("settings of the radii are spelt out")
  func settings() throws {
    var report = try Sample.usual()
    report.parameters.radii = [.uniform(0.5, layers: [1]), .perLayer([0.1, 0.2])]
    let radii = try JSONValue(parsing: JSONReport.render(report))["parameters"]?["radii"]
    #expect(radii?[0]?["layers"] == .array([.number(1)]))
    #expect(radii?[0]?["per_layer"] == .null)
    #expect(radii?[1]?["epsilon"] == .null)
    #expect(radii?[1]?["per_layer"] == .array([.number(0.1), .number(0.2)]))
  }

  @Test("slashes stay, labels survive")
  func text() throws {
    let json = try JSONReport.render(Sample.awkward())
    #expect(!json.contains("\\/"))
    let label = try JSONValue(parsing: json)["checkpoints"]?[0]?["label"]
    #expect(label == .string("a,\"b\"|c\r\nd.pt"))
  }

  @Test("the distance of output pairs is on the last layer only")
  func outputPairDistance() throws {
    let layers = try JSONValue(parsing: JSONReport.render(Sample.usual()))["checkpoints"]?[0]?["layers"]
    #expect(layers?[0]?["output_pair_distance"] == .null)
    #expect(layers?[1]?["output_pair_distance"] == .number(3.5))
  }
}
