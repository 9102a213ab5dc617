import Datasets
import TestSupport
import Testing

@testable import Analysis

@Suite struct HyperparameterTableTests {
  private func table(_ text: String) throws -> HyperparameterTable {
    let folder = try TemporaryFolder()
    return try HyperparameterTable(path: folder.write(text, "table.csv"))
  }

  private func refusal(_ text: String) throws -> String {
    let folder = try TemporaryFolder()
    let path = try folder.write(text, "table.csv")
    let error = #expect(throws: HyperparameterTableError.self) { _ = try HyperparameterTable(path: path) }
    return error.map { "\($0)".replacing(path, with: "table.csv") } ?? ""
  }

  @Test("rows by run: they win over the file's; rows and runs without a partner are told") func runs() throws {
    let table = try table("width,run,note\n64,a,\n128,\"b\",x\n\n256,c,y\n")
    var analyses = ["a", "b", "d"].map {
      StatisticsSample.checkpoint($0, bound: 1, hyperparameters: ["width": "1", "seed": "7"])
    }
    let misfits = table.apply(to: &analyses)
    #expect(
      analyses.map(\.hyperparameters) == [
        ["width": "64", "seed": "7"], ["width": "128", "note": "x", "seed": "7"], [:],
      ])
    #expect(
      misfits.map(\.reason) == [
        "the row of c is of no run here",
        "there is no row for the run d, which statistics over hyper-parameters leave out",
      ])
    #expect(misfits.allSatisfy { $0.path == table.path && $0.status == .skipped })
  }

  @Test("rows by checkpoint") func checkpoints() throws {
    let table = try table("checkpoint,width\na/last.pt,64\n")
    var analyses = [StatisticsSample.checkpoint("a", bound: 1)]
    #expect(table.apply(to: &analyses).isEmpty && analyses[0].hyperparameters == ["width": "64"])
  }

  @Test("what is no such table") func refusals() throws {
    #expect(try refusal("\n\n") == "table.csv: the table is empty")
    #expect(
      try refusal("name,width\n") == "table.csv: expected one column run or checkpoint; columns found: name, width")
    #expect(try refusal("run,checkpoint\n").contains("expected one column run or checkpoint"))
    #expect(try refusal("run,width,width\n") == "table.csv: two columns have the same name")
    #expect(try refusal("run,width\na,1\nb\n") == "table.csv: line 3 has 1 fields; expected 2")
    #expect(try refusal("run,width\na,1\na,2\n") == "table.csv: line 3 is a second row for a")
    #expect(try refusal("run,\"x\n").contains("the quoted field does not end on its line"))
    let missing = #expect(throws: HyperparameterTableError.self) { _ = try HyperparameterTable(path: "no/table.csv") }
    #expect(missing?.description.hasPrefix("no/table.csv") == true)
  }
}
