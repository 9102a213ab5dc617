import Foundation
import Synchronization
import Testing

@testable import Analysis

/// Trainings of a plan.
@Suite struct SweepTests {
  private let grid = SweepCase.grid(axes: [.hidden: ["3", "2,2"], .seed: ["0", "1", "2"]])

  @Test("checkpoints do not depend on how many runs are trained at once; finished runs are left alone") func workers()
    throws
  {
    var results: [[String: Data]] = []
    for workers in [1, 2, 5] {
      let sweep = try SweepCase()
      let outcomes = sweep.sweep(try sweep.plan(grid), workers: workers).run(goOn: { true })
      #expect(outcomes.count == 6 && outcomes.allSatisfy { if case .trained = $0 { true } else { false } })
      results.append(try sweep.checkpoints())
      let again = sweep.sweep(try sweep.plan(grid), workers: workers).run(goOn: { true })
      #expect(again.allSatisfy { if case .wasFinished = $0 { true } else { false } })
    }
    // Two of four epochs are written for each of six runs.
    #expect(results[0].count == 12 && results[0] == results[1] && results[0] == results[2])
  }

  @Test("stopped after any number of steps and taken up again: the bytes of a sweep that was never stopped")
  func interrupted() throws {
    let whole = try SweepCase()
    _ = whole.sweep(try whole.plan(grid)).run(goOn: { true })
    let expected = try whole.checkpoints()
    for steps in [0, 1, 2, 4, 15, 16, 40] {
      let sweep = try SweepCase()
      let counter = Counter()
      let stopped = sweep.sweep(try sweep.plan(grid)).run(goOn: { counter.next() < steps })
      #expect(stopped.contains { if case .interrupted = $0 { true } else { false } })
      _ = sweep.sweep(try sweep.plan(grid)).run(goOn: { true })
      #expect(try sweep.checkpoints() == expected, "stopped after \(steps) questions")
    }
  }

  @Test("an epoch of one step is asked as well: a batch of all samples can be stopped") func oneStep() throws {
    let sweep = try SweepCase()
    let counter = Counter()
    let plan = try sweep.plan(SweepCase.grid([.batchSize: "12", .epochs: "50"], axes: [.seed: ["0"]]))
    let outcomes = sweep.sweep(plan).run(goOn: { counter.next() < 3 })
    #expect(outcomes.allSatisfy { if case .interrupted = $0 { true } else { false } })
    #expect(
      try sweep.plan(SweepCase.grid([.batchSize: "12", .epochs: "50"], axes: [.seed: ["0"]])).runs[0].share < 0.1)
  }

  @Test("a run that diverges is told, the others are trained; it diverges again when it is taken up") func diverges()
    throws
  {
    let sweep = try SweepCase()
    // Beyond the largest float32, 3.4e38: the first step makes every weight infinite.
    let grid = SweepCase.grid([.optimizer: "sgd"], axes: [.learningRate: ["0.1", "1e39"], .seed: ["0", "1"]])
    for _ in 0..<2 {
      let plan = try sweep.plan(grid)
      let failed = zip(plan.runs, sweep.sweep(plan).run(goOn: { true })).compactMap { planned, outcome in
        if case .failed(.training(.diverged, _)) = outcome { planned.run.name } else { nil }
      }
      #expect(failed == ["learning_rate-1e39-seed-0", "learning_rate-1e39-seed-1"])
      #expect(try sweep.plan(grid).runs.map(\.isFinished) == [true, true, false, false])
    }
  }

  @Test("every step and end is told: 6 runs of 4 epochs of 3 steps") func events() throws {
    let sweep = try SweepCase()
    let ends = Mutex<[Int: Int]>([:])
    let steps = Mutex(0)
    _ = sweep.sweep(try sweep.plan(grid), workers: 3).run(
      goOn: { true },
      observe: { index, event in
        switch event {
        case .step: steps.withLock { $0 += 1 }
        case .ended: ends.withLock { $0[index, default: 0] += 1 }
        }
      })
    #expect(ends.withLock { $0 } == Dictionary(uniqueKeysWithValues: (0..<6).map { ($0, 1) }))
    // The end of the last epoch is an end, no step.
    #expect(steps.withLock { $0 } == 6 * (4 * 3 - 1))
  }
}

/// Counts from 0, on any thread.
final class Counter: Sendable {
  private let value = Atomic(0)

  func next() -> Int { value.add(1, ordering: .relaxed).oldValue }
}
