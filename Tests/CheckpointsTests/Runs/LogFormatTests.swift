import TestSupport
import Testing

@testable import Checkpoints

/// Texts of each kind of log, good and bad.
@Suite struct LogFormatTests {
  private func table(_ text: String, _ name: String = "metrics.json") throws -> LogTable {
    try #require(LogFormat.named(name)).parse(Array(text.utf8))
  }

  private func reason(_ text: String, _ name: String = "metrics.json") throws -> String {
    let error = #expect(throws: LogError.self) { try table(text, name) }
    return error?.reason ?? ""
  }

  @Test("a list, one object, and one object in each line are the same three rows") func shapes() throws {
    let rows = (0..<3).map { #"{"epoch": \#($0), "train_loss": 0.5, "lr": 0.1}"# }
    for text in ["[\(rows.joined(separator: ","))]", rows.joined(separator: "\n"), rows.joined(separator: "\n") + "\n"]
    {
      let table = try table(text)
      #expect(table.rows.map(\.epoch) == [0, 1, 2] && table.columns.map(\.name) == ["train_loss"])
    }
    #expect(try table(rows[0]).rows.count == 1)
  }

  @Test("objects inside are joined: {train: {loss}} is train/loss") func nested() throws {
    let table = try table(#"{"epoch": 1, "train": {"loss": 0.5}, "test": {"loss": 0.75, "x": [1]}}"#)
    #expect(table.columns.map(\.name) == ["train/loss", "test/loss"] && table.ranges[1] == 0.75...0.75)
  }

  @Test("NaN, Infinity and null, which Python writes, are missing values") func nonFinite() throws {
    let table = try table(#"[{"epoch": 1, "train_loss": NaN, "test_loss": 2}, {"epoch": 2, "train_loss": -Infinity}]"#)
    #expect(table.rows.map(\.epoch) == [1] && table.ranges == [2...2])
  }

  @Test("truncated JSON names the byte") func truncated() throws {
    #expect(try reason(#"[{"epoch": 1, "train_loss": 0.5"#) == "not JSON at byte 31: expected '}'")
    #expect(try reason(#"[{"epoch": 1}, {"epo"#).hasPrefix("not JSON at byte"))
    #expect(try reason("") == "not JSON at byte 0: expected '{'")
  }

  @Test("a million brackets deep ends in an error, not in a stack overflow") func deep() throws {
    let open = String(repeating: #"{"a":"#, count: 1_000_000)
    #expect(try reason(open).contains("nested more than 32 deep"))
    #expect(try reason(String(repeating: "[", count: 1_000_000)).contains("nested more than 32 deep"))
    #expect(try reason(#"{"log_history": [\#(open)"#, "trainer_state.json").contains("nested more than 32 deep"))
  }

  @Test("numbers beyond the doubles are missing; a step beyond the integers is no step") func huge() throws {
    let table = try table(#"[{"step": 1e300, "train_loss": 1e999, "test_loss": 1}]"#)
    #expect(table.rows[0].step == nil && table.ranges == [1...1])
  }

  @Test("Lightning's CSV: training and validation in different rows, blanks between") func lightning() throws {
    let table = try table("epoch,step,train_loss,val_acc\n0,9,0.5,\n0,9,,0.75\n", "metrics.csv")
    #expect(table.rows.map(\.epoch) == [0, 0] && table.ranges == [0.5...0.5, 0.75...0.75])
  }

  @Test("quotes, a byte order mark, carriage returns and a last line without its end") func csvDetails() throws {
    let table = try table("\u{FEFF}\"epoch\",\"loss\"\r\n1,0.5\r\n\r\n2,0.25", "metrics.csv")
    #expect(table.rows.map(\.epoch) == [1, 2] && table.ranges == [0.25...0.5])
  }

  @Test("CSV with a ragged row names the line and both counts") func ragged() throws {
    #expect(try reason("epoch,loss\n1,2\n3\n", "metrics.csv") == "line 3 has 1 fields, the first line 2")
    #expect(try reason("epoch,loss\n1,2,3\n", "metrics.csv") == "line 2 has 3 fields, the first line 2")
    #expect(try reason(String(repeating: ",", count: 70_000), "metrics.csv") == "line 1 has more than 65536 bytes")
  }

  @Test("the HF Trainer's history, without the means over the whole training; other keys are skipped") func trainer()
    throws
  {
    let table = try table(
      """
      {"best_metric": null, "global_step": 20, "log_history": [{"epoch": 0.5, "loss": 0.9, "step": 10},
       {"epoch": 1.0, "eval_loss": 0.8, "step": 20}, {"epoch": 1.0, "step": 20, "train_loss": 0.85, "train_runtime": 3.5}]}
      """, "trainer_state.json")
    #expect(table.rows.map(\.step) == [10, 20] && table.hasFractionalEpochs)
    #expect(table.ranges == [0.9...0.9, 0.8...0.8, nil])
  }

  @Test(
    "the trainer's step belongs to the model beside it unless that may be the best one",
    arguments: [
      (#"{"global_step": 20, "best_model_checkpoint": null}"#, 20), (#"{"global_step": 20}"#, 20),
      (#"{"global_step": 20, "best_model_checkpoint": "out/checkpoint-10"}"#, nil), ("{}", nil), ("[", nil),
    ] as [(String, Int?)])
  func finalStep(_ text: String, _ step: Int?) { #expect(TrainerStateLog.finalStep(Array(text.utf8)) == step) }

  @Test("names beyond 64 are passed over") func manyNames() throws {
    let names = (0..<100).map { #""x/\#($0)/epoch": 1, "train_acc\#(String(repeating: "_", count: $0))": 0.5"# }
    #expect(try table("{\(names.joined(separator: ","))}").columns.count <= LogTable.columnLimit)
  }

  @Test("more than a million rows are refused") func manyRows() {
    var table = LogTable()
    let loss = table.field(named: "loss") ?? .epoch
    for _ in 0..<LogTable.rowLimit { table.add([(loss, 1)]) }
    #expect(!table.isOverfull)
    table.add([(loss, 1)])
    #expect(table.isOverfull)
  }
}
