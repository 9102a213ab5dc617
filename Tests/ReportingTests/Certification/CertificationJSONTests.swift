import Foundation
import TestSupport
import Testing

@testable import Analysis
@testable import Certification
@testable import Reporting

@Suite("Certification report in JSON")
struct CertificationJSONTests {
  private func schemaText() throws -> String {
    try String(
      contentsOf: Fixtures.root.appending(path: "../../Schemas/certification.schema.json"), encoding: .utf8)
  }

  private func document(_ report: CertificationReport) throws -> JSONValue {
    try JSONValue(parsing: JSONReport.render(report))
  }

  @Test("agrees with its schema, and has no key that the schema does not know", arguments: 0..<4)
  func agreesWithSchema(index: Int) throws {
    let document = try document(SampleCertification.all[index])
    let closed = try JSONValue(
      parsing: schemaText().replacing("\"additionalProperties\": true", with: "\"additionalProperties\": false"))
    #expect(JSONSchemaValidator(schema: closed).complaints(about: document) == [])
  }

  @Test("the schema's certified_margin names every certificate of the catalogue")
  func catalogue() throws {
    let members = try JSONValue(parsing: schemaText())["$defs"]?["certified_margin"]?["required"]?.elements
    #expect(members?.compactMap(\.text) == certificateCatalogue.map { $0.key })
  }

  @Test("a sample: margins by method, verdicts, null where there is none")
  func samples() throws {
    let samples = try document(SampleCertification.usual)["samples"]?.elements ?? []
    #expect(samples.count == 24)
    // Sample 5 in ball 1: margin 2.25, linear 2.25 − 1000 · 0.003, undecided.
    let sample = samples[12 + 5]
    #expect(sample["ball"] == .number(1) && sample["index"] == .number(5) && sample["margin"] == .number(2.25))
    #expect(sample["certified_margin"]?["linear"] == .number(2.25 - 1000 * 0.003))
    #expect(sample["best_margin"] == .number(2.25 - 1000 * 0.003))
    #expect(sample["exact"]?["status"] == .string("undecided") && sample["exact"]?["upper"] == .number(0.125))
    #expect(sample["exact"]?["margin"] == .null && sample["exact"]?["witness"] == .null)
    #expect(sample["certified_radius"] == .number(0.00225))
    #expect(samples[0]["exact"]?["status"] == .string("misclassified"))
    #expect(samples[1]["exact"]?["witness"] == .string("out/witness_a|b_1.safetensors"))
  }

  @Test("−∞, NaN and missing numbers are null; a model without balls has its samples once")
  func nulls() throws {
    let document = try document(SampleCertification.awkward)
    let samples = document["samples"]?.elements ?? []
    #expect(samples.count == 12 * (2 + 1 + 1))
    #expect(samples[3]["certified_margin"]?["interval"] == .null)
    #expect(samples[3]["certified_margin"]?["theorem"] == .null && samples[3]["exact"] == .null)
    let tanh = samples.filter { $0["model"] == .string("runs/tanh.pt") }
    #expect(tanh.count == 12 && tanh.allSatisfy { $0["ball"] == .null && $0["best_margin"] == .null })
    #expect(document["models"]?[1]?["obstacle"] == .string("activation tanh takes negative values"))
    #expect(try self.document(SampleCertification.usual)["bit_flips"]?[0]?["worst"]?[1]?["after"] == .null)
  }

  @Test("the summary has a row for each model, ball and method, best and exact too")
  func summary() throws {
    let rows = try document(SampleCertification.usual)["summary"]?.elements ?? []
    let methods = certificateCatalogue.map { $0.key } + ["best", "exact"]
    #expect(rows.compactMap { $0["method"]?.text } == methods + methods)
    // ε = 0.003: linear certifies margins above 3 (5 of 12), the truth is above 2.4 (6) with sample 5 undecided.
    let (best, exact) = (rows[12], rows[13])
    #expect(best["certified_count"] == .number(5) && best["certified_accuracy"] == .number(5.0 / 12))
    #expect(exact["certified_accuracy"] == .number(0.5))
    #expect(exact["exact_accuracy"]?["lower"] == .number(0.5) && exact["exact_accuracy"]?["upper"] == .number(7.0 / 12))
    #expect(exact["unknown_count"] == .number(1))
    #expect(best["noise"]?[0]?["lowest"] == .number(0.75) && best["noise"]?[1]?["kind"] == .string("gaussian"))
  }

  @Test("held_out_certificate where there is one model with one ball, held_out_certificates always")
  func heldOut() throws {
    let usual = try document(SampleCertification.usual)
    #expect(usual["held_out_certificate"] == .null && usual["held_out_certificates"]?.elements.count == 2)
    let ball = SampleCertification.ball(0.001, errors: 3)
    let one = try document(SampleCertification.report([SampleCertification.model("a.pt", balls: [ball])]))
    #expect(one["held_out_certificate"]?["error_upper_limit"] == .number(ball.heldOut.errorUpperLimit))
    #expect(one["held_out_certificate"] == one["held_out_certificates"]?[0])
  }

  @Test("command, data and settings")
  func parameters() throws {
    let document = try document(SampleCertification.usual)
    #expect(document["command"] == .string("certify"))
    #expect(document["parameters"]?["data"]?["sha256"] == .string("beef"))
    #expect(document["parameters"]?["seed"] == .number(7) && document["parameters"]?["exact_time_limit"] == .number(10))
    #expect(document["parameters"]?["attacks"]?[0] == .string("per-sample"))
  }
}
