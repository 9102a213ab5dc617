import Testing

@testable import Analysis

/// Grids as lists of runs, before any file is looked at.
@Suite struct SweepGridTests {
  private func axis(_ parameter: TrainingParameter, _ texts: String..., line: Int = 1) -> SweepAxis {
    SweepAxis(
      parameter, origin: "grid, line \(line)", values: texts.map { SweepValue($0, origin: "grid, line \(line)") })
  }

  private func variant(_ name: String, _ values: [TrainingParameter: String] = [:]) -> SweepVariant {
    SweepVariant(
      name, origin: "variants, line 9", values: values.mapValues { SweepValue($0, origin: "variants, line 9") })
  }

  private func value(_ text: String) -> SweepValue { SweepValue(text, origin: "base, line 3") }

  @Test("2 variants · 2 seeds · 2 widths = 8 runs, variants outermost, the last axis fastest; one value names nothing")
  func product() throws {
    let grid = SweepGrid(
      base: [.epochs: value("5")], variants: [variant("a"), variant("b", [.lambda: "1"])],
      axes: [axis(.seed, "0", "1"), axis(.mu, "0.5"), axis(.hidden, "64,32", "8")])
    let runs = try grid.runs()
    #expect(grid.columns == ["variant", "seed", "hidden"])
    #expect(
      runs.map(\.name) == [
        "a-seed-0-hidden-64x32", "a-seed-0-hidden-8", "a-seed-1-hidden-64x32", "a-seed-1-hidden-8",
        "b-seed-0-hidden-64x32", "b-seed-0-hidden-8", "b-seed-1-hidden-64x32", "b-seed-1-hidden-8",
      ])
    #expect(runs[4].choices == ["b", "0", "64,32"])
    #expect(
      runs[4].parameters.values == [.epochs: "5", .lambda: "1", .seed: "0", .mu: "0.5", .hidden: "64,32"])
    #expect(runs[0].parameters.values[.lambda] == nil)
  }

  @Test("an axis goes before a variant's neighbours, a variant before the base") func precedence() throws {
    let grid = SweepGrid(
      base: [.seed: value("7"), .mu: value("7"), .epochs: value("7")], variants: [variant("v", [.mu: "8"])],
      axes: [axis(.seed, "9")])
    let runs = try grid.runs()
    #expect(runs.map(\.name) == ["v"])
    #expect(runs[0].parameters.values == [.seed: "9", .mu: "8", .epochs: "7"])
  }

  @Test("where nothing varies there is one run, called run") func single() throws {
    #expect(try SweepGrid(base: [.seed: value("1")]).runs().map(\.name) == ["run"])
  }

  @Test(
    "values as parts of folder names",
    arguments: [
      ("64,32", "64x32"), ("5e-3", "5e-3"), ("clip(0, 6)", "clip0x6"), ("step:10", "stepx10"), ("../a b/ü", "..ab"),
    ])
  func nameable(_ text: String, _ name: String) { #expect(SweepRun.nameable(text) == name) }

  private func refusal(_ grid: SweepGrid) -> String {
    do {
      _ = try grid.runs()
      return "nothing was refused"
    } catch { return "\(error)" }
  }

  @Test("an axis without values") func empty() {
    #expect(refusal(SweepGrid(axes: [axis(.seed, line: 4)])) == "grid, line 4: seed: the list is empty")
  }

  @Test("a value twice") func valueTwice() {
    #expect(
      refusal(SweepGrid(axes: [axis(.seed, "0", "1", "0", line: 4)]))
        == "grid, line 4: seed: \"0\" stands twice (first in grid, line 4)")
  }

  @Test("a parameter that is an axis and stands in a variant") func parameterTwice() {
    #expect(
      refusal(SweepGrid(variants: [variant("a", [.seed: "1"])], axes: [axis(.seed, "0", "1")]))
        == "grid, line 1: seed: stands in variants, line 9 as well, where it would mean nothing")
  }

  @Test("101 · 100 runs are more than 10000") func tooMany() {
    let many = { (parameter, count) in
      SweepAxis(parameter, origin: "g", values: (0..<count).map { SweepValue("\($0)", origin: "g") })
    }
    #expect(refusal(SweepGrid(axes: [many(.seed, 101), many(.mu, 100)])) == "these are more than 10000 runs")
    #expect(refusal(SweepGrid(axes: [many(.seed, 100), many(.mu, 100)])) == "nothing was refused")
  }

  @Test("names of variants that are no names of folders", arguments: ["", "a/b", "a b", "ü"])
  func variantName(_ name: String) {
    #expect(
      refusal(SweepGrid(variants: [variant(name)]))
        == "variants, line 9: \"\(name)\": a variant names folders: letters, digits and . _ + - only")
  }

  @Test("names that analyze would take for an epoch or a step, hidden names, names no file system has")
  func runNames() {
    for name in ["epoch-5", "step10", "a-checkpoint-3"] {
      #expect(refusal(SweepGrid(variants: [variant(name)])).hasPrefix("run \(name): the name reads like the folder"))
    }
    #expect(refusal(SweepGrid(variants: [variant("..")])) == "run ..: the name begins with a dot")
    let long = String(repeating: "a", count: 256)
    #expect(refusal(SweepGrid(variants: [variant(long)])).hasSuffix("the name is longer than 255 characters"))
    #expect(refusal(SweepGrid(axes: [axis(.schedule, "step:10", "plateau:3")])) == "nothing was refused")
    #expect(refusal(SweepGrid(axes: [axis(.epochs, "10", "20")])) == "nothing was refused")
  }

  @Test("two runs of one name are both described") func sameName() {
    #expect(
      refusal(SweepGrid(axes: [axis(.activation, "clip(0,6)", "clip(0, 6)")]))
        == "two runs would be called activation-clip0x6: (activation clip(0,6)) and (activation clip(0, 6))")
  }
}
