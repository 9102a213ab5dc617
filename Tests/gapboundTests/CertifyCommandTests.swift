import Foundation
import TestSupport
import Testing

/// `gapbound certify` as a whole command.
@Suite struct CertifyCommandTests {
  private static let model = Fixtures.url("certify/a_bias.safetensors").path
  private static let data = Fixtures.url("certify/digits.npz").path
  private static let common = ["certify", model, "--data", data, "--scale", "0.0625", "--samples", "12"]

  /// What a script reads.
  private struct Report: Decodable {
    struct Sample: Decodable {
      let index: Int
      let label: Int
      let predicted: Int
      let margin: Double
      let certified_margin: [String: Double]
      let attacked_margin: Double?
    }
    struct Summary: Decodable {
      let epsilon: Double?
      let method: String
      let certified_accuracy: Double
      let attacked_accuracy: Double?
      let clean_accuracy: Double
      let count: Int
    }
    struct HeldOut: Decodable {
      let error_upper_limit: Double
      let confidence: Double
      let errors: Int
      let count: Int
    }
    let samples: [Sample]
    let summary: [Summary]
    let held_out_certificate: HeldOut?
  }

  private func report(_ run: CommandRun) throws -> Report {
    try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
  }

  @Test("JSON as the contract says: 12 samples, five methods, a held-out limit of 1 − 0.05^(1/12) for no error")
  func contract() throws {
    let run = try CommandRun(Self.common + ["--epsilon", "0.0001", "--json", "--restarts", "1", "--steps", "5"])
    #expect(run.code == 0, "\(run.errors)")
    let report = try report(run)
    #expect(report.samples.map(\.index) == Array(0..<12))
    let methods = ["theorem", "elementwise", "interval", "interval_linear", "linear"]
    for sample in report.samples {
      #expect(sample.certified_margin.keys.sorted() == methods.sorted())
      #expect(sample.certified_margin.values.allSatisfy { $0 <= sample.attacked_margin! })
    }
    #expect(methods.allSatisfy { key in report.summary.contains { $0.method == key && $0.count == 12 } })
    #expect(report.summary.allSatisfy { $0.epsilon == 0.0001 && $0.certified_accuracy <= $0.clean_accuracy })
    let heldOut = try #require(report.held_out_certificate)
    #expect(heldOut.count == 12 && heldOut.errors == 0 && abs(heldOut.confidence - 0.95) < 1e-15)
    let exact = 1 - pow(0.05, 1.0 / 12)
    #expect(heldOut.error_upper_limit >= exact - 1e-15 && heldOut.error_upper_limit < exact + 1e-9)
  }

  @Test("the output does not depend on the number of threads, exact decision and bit flips included") func threads()
    throws
  {
    let arguments =
      Self.common + ["--bits", "6,8", "--method", "linear,exact", "--bit-flips", "int8", "--format", "csv"]
    let outputs = try ["1", "2", "3"].map { try CommandRun(arguments + ["--threads", $0]).output }
    #expect(Set(outputs).count == 1 && outputs[0].contains("certified_margin_linear"))
  }

  @Test("witnesses are written, lie in the ball and misclassify: certify reads them back with margin ≤ 0")
  func witnesses() throws {
    let folder = try TemporaryFolder()
    let run = try CommandRun(
      Self.common + [
        "--epsilon", "0.02", "--method", "linear,exact", "--attack", "none", "--witnesses", folder.path("w"), "--json",
      ])
    #expect(run.code == 0, "\(run.errors)")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path("w")).sorted()
    #expect(!files.isEmpty)
    let again = try CommandRun([
      "certify", folder.path("w/\(files[0])"), "--data", Self.data, "--scale", "0.0625", "--samples", "12", "--epsilon",
      "0", "--attack", "none", "--json",
    ])
    #expect(again.code == 0, "\(again.errors)")
    #expect(try report(again).samples.contains { $0.margin <= 0 })
  }

  @Test("the config's section certify, with paths relative to it, and data.test as the samples") func config() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(
      """
      data: {test: \(Self.data)}
      preprocessing: {scale: 0.0625}
      certify: {bits: [4, 8], scheme: per-tensor, attack: none, samples: 3}
      """, "gapbound.yaml")
    try FileManager.default.copyItem(atPath: Self.model, toPath: folder.path("m.safetensors"))
    let run = try CommandRun(["certify", folder.path("m.safetensors"), "--json"])
    #expect(run.code == 0, "\(run.errors)")
    #expect(try report(run).samples.count == 6)
    // A radius on the command line replaces the config's, scheme included.
    let other = try CommandRun(["certify", folder.path("m.safetensors"), "--json", "--epsilon", "0.01"])
    #expect(try report(other).samples.count == 3)
  }

  @Test(
    "refused with the flag's name",
    arguments: [
      ([], "how far may weights move?"),
      (["--epsilon", "-1"], "--epsilon: \"-1\""),
      (["--epsilon", "0.1", "--bits", "8"], "give --epsilon or --bits, not both"),
      (["--bits", "1"], "--bits: \"1\": expected a number of bits, 2 to 16"),
      (["--bits", "8", "--scheme", "group:0"], "--scheme: \"group:0\""),
      (["--bits", "8", "--unit", "range"], "a unit goes with --epsilon"),
      (["--epsilon", "1", "--method", "crown"], "unknown method; known: theorem, elementwise, interval,"),
      (["--epsilon", "1", "--attack", "pgd"], "expected per-sample, universal, uniform, gaussian or none"),
      (["--epsilon", "1", "--time-limit", "1"], "a time limit goes with --method exact"),
      (["--epsilon", "1", "--witnesses", "w"], "add exact to --method"),
      (["--bit-flips", "int4"], "expected float32 or int8"),
      (["--epsilon", "1", "--delta", "nan"], "--delta: \"nan\""),
      (["--epsilon", "1", "--samples", "0"], "--samples: \"0\""),
      (["--epsilon", "1e-400"], "--epsilon: \"1e-400\": smaller than any double"),
      (["--epsilon", "1", "--delta", "1e-17"], "--delta: \"1e-17\": expected at least 1e-12"),
      (["--epsilon", "1", "--scheme", "per-tensor"], "a scheme goes with --bits"),
      (["--epsilon", "1", "--method", "linear", "--time-limit", "3"], "a time limit goes with --method exact"),
    ])
  func refusals(_ arguments: [String], _ message: String) throws {
    let run = try CommandRun(Self.common.filter { !["--samples", "12"].contains($0) } + arguments)
    #expect(run.code == 2 && run.output.isEmpty)
    #expect(run.errors.contains(message), "\(run.errors)")
  }

  @Test("the attack: a file where the witnesses' folder should be, told before any work") func witnessFile() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("", "w")
    let run = try CommandRun(Self.common + ["--epsilon", "1", "--method", "exact", "--witnesses", file])
    #expect(run.code == 3 && run.output.isEmpty && run.errors.contains("cannot make the folder \(file)"))
  }

  @Test("sigmoid: the exact decision that was asked for is not applicable, and the report says why") func sigmoid()
    throws
  {
    let run = try CommandRun(
      Self.common + ["--epsilon", "0.1", "--activation", "sigmoid", "--method", "exact", "--attack", "none"])
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output.contains("The exact decision is not applicable: activation sigmoid is not piecewise linear."))
  }

  @Test("tanh: the report is written, exit code 4 says that no certificate applies") func outsideTheTheorems() throws {
    let run = try CommandRun(Self.common + ["--epsilon", "0.1", "--activation", "tanh"])
    #expect(run.code == 4 && run.errors.contains("no certificate applies to any model: activation tanh"))
    #expect(run.output.contains("tanh"))
  }
}
