import Foundation
import Testing

@testable import Analysis

/// Plans: every run checked against the samples and its folder before the first training.
@Suite struct SweepPlanTests {
  private func refusal(_ grid: SweepGrid, _ sweep: SweepCase) -> String {
    do {
      _ = try sweep.plan(grid)
      return "nothing was refused"
    } catch { return "\(error)" }
  }

  @Test("equally many samples share the output; 4 and 12 samples have folders n-00004 and n-00012") func groups() throws
  {
    let sweep = try SweepCase()
    let one = try sweep.plan(SweepCase.grid(axes: [.seed: ["0", "1"]]))
    #expect(one.groups == [SweepGroup(sampleCount: 12, path: sweep.output)])
    #expect(one.runs.map(\.path) == [sweep.output + "/seed-0", sweep.output + "/seed-1"])
    let two = try sweep.plan(SweepCase.grid(axes: [.samples: ["12", "4"]]))
    #expect(two.groups.map(\.sampleCount) == [4, 12])
    #expect(
      two.runs.map(\.path) == [sweep.output + "/n-00012/samples-12", sweep.output + "/n-00004/samples-4"])
    #expect(!FileManager.default.fileExists(atPath: sweep.output))
  }

  @Test("work of 4 epochs of 12 samples through 2-3-2: 4 · 12 · (2 · 3 + 3 · 2) = 576") func work() throws {
    let plan = try SweepCase().plan(SweepCase.grid(axes: [:]))
    #expect(plan.runs.map(\.work) == [576] && plan.runs.map(\.share) == [0])
  }

  @Test(
    "values that are refused, with the run and the line",
    arguments: [
      (TrainingParameter.lambda, "-1", "line 2: run lambda--1: lambda: \"-1\": expected a number of at least 0"),
      (.seed, "x", "line 2: run seed-x: seed: \"x\": expected a whole number of at least 0"),
      (.samples, "13", "line 2: run samples-13: "), (.hidden, "3,0", "line 2: run hidden-3x0: hidden: \"3,0\""),
      (.validation, "0.01", "run validation-0.01: a validation split of 0.01 leaves one side of 12 samples empty"),
      (.patience, "3", "run patience-3: early stopping needs a validation split (validation is 0)"),
    ])
  func values(_ parameter: TrainingParameter, _ text: String, _ message: String) throws {
    let good: [TrainingParameter: String] = [
      .lambda: "0", .seed: "0", .samples: "5", .hidden: "4", .validation: "0.5", .patience: "1",
    ]
    // The first value is good but for patience, which needs a split.
    let first = parameter == .patience ? [] : [good[parameter] ?? ""]
    let other = parameter == .patience ? ["3", "4"] : [text]
    let refusal = refusal(SweepCase.grid(axes: [parameter: first + other]), try SweepCase())
    #expect(refusal.hasPrefix(message), "\(refusal)")
  }

  @Test("λ without ε names the run") func combination() throws {
    #expect(
      refusal(SweepCase.grid(axes: [.lambda: ["0", "1"]]), try SweepCase())
        == "run lambda-1: lambda needs epsilon: how far may weights move?")
  }

  @Test("two names for one training") func same() throws {
    #expect(
      refusal(SweepCase.grid(axes: [.seed: ["1", "01"]]), try SweepCase())
        == "runs seed-1 and seed-01 are the same training")
  }

  @Test("new, then finished; unfinished after 2 of 4 epochs") func status() throws {
    let sweep = try SweepCase()
    let grid = SweepCase.grid(axes: [.seed: ["0", "1"]])
    let plan = try sweep.plan(grid)
    #expect(plan.runs.map(\.status) == [.new, .new])
    _ = sweep.sweep(plan).run(goOn: { true })
    #expect(try sweep.plan(grid).runs.map(\.status) == [.finished(epochs: 4), .finished(epochs: 4)])
    let stopped = SweepCase.grid(axes: [.seed: ["2"]])
    let counter = Counter()
    // Asked once before it begins, then after each of 3 steps an epoch.
    _ = sweep.sweep(try sweep.plan(stopped)).run(goOn: { counter.next() < 1 + 2 * 3 })
    #expect(try sweep.plan(stopped).runs.map(\.status) == [.unfinished(epochs: 2)])
    #expect(try sweep.plan(stopped).runs[0].share == 0.5)
  }

  @Test("a folder with other parameters is refused with what differs, however they are written") func differs() throws {
    let sweep = try SweepCase()
    _ = sweep.sweep(try sweep.plan(SweepCase.grid([.learningRate: "0.005"], axes: [.seed: ["0", "1"]]))).run(
      goOn: { true })
    #expect(
      refusal(SweepCase.grid([.learningRate: "5e-3"], axes: [.seed: ["0", "1"]]), sweep) == "nothing was refused")
    let path = sweep.output + "/seed-0"
    #expect(
      refusal(SweepCase.grid([.mu: "1", .every: "3", .learningRate: "5e-3"], axes: [.seed: ["0", "1"]]), sweep)
        == "run seed-0: \(path) already holds another training (every: 2 there, 3 asked for; mu: 0.0 there, 1.0 asked for): give an empty folder, or --resume \(path)"
    )
    #expect(
      refusal(SweepCase.grid([.momentum: "0.5", .optimizer: "sgd"], axes: [.seed: ["0", "1"]]), sweep)
        .contains("momentum: default there, 0.5 asked for"))
  }

  @Test("a folder with other samples, models of somebody else") func foreign() throws {
    let sweep = try SweepCase()
    let grid = SweepCase.grid(axes: [.seed: ["0", "1"]])
    _ = sweep.sweep(try sweep.plan(grid)).run(goOn: { true })
    let scaled = try SweepCase(scale: 2)
    #expect(throws: SweepError.self) { try SweepPlan(grid, data: scaled.data, output: sweep.output) }
    let other = sweep.output + "/seed-5"
    try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
    try Data().write(to: URL(filePath: other + "/model.safetensors"))
    #expect(
      refusal(SweepCase.grid(axes: [.seed: ["5", "6"]]), sweep).contains("seed-5 already holds model.safetensors"))
  }
}
