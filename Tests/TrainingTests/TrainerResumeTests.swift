import Dispatch
import MatrixNorms
import Synchronization
import Testing

@testable import Training

/// Equality is of bits: every random number comes from a stream that is numbered by epoch or step, and sums have one order.
@Suite struct TrainerResumeTests {
  private static let names = SmallTraining.variants.map(\.name)
  private func settings(_ name: String) -> TrainingSettings {
    SmallTraining.variants.first { $0.name == name }!.settings
  }

  private func expectEqual(_ a: TrainingState<Float>, _ b: TrainingState<Float>, _ comment: Comment) {
    #expect(a.parts.arrays == b.parts.arrays, comment)
    #expect(a.parts.numbers == b.parts.numbers, comment)
  }

  @Test("the same seed and threads give the same bits; another seed does not", arguments: names)
  func repeats(_ name: String) throws {
    var (a, b) = (try SmallTraining.trainer(settings(name)), try SmallTraining.trainer(settings(name)))
    #expect(try SmallTraining.finish(&a) == SmallTraining.finish(&b))
    expectEqual(a.state, b.state, "\(name)")
    var other = settings(name)
    other.seed += 1
    var c = try SmallTraining.trainer(other)
    _ = try SmallTraining.finish(&c)
    #expect(a.state.parameters != c.state.parameters)
  }

  @Test(
    "stopped after any step and taken up from its parts: the bits of a training that never stopped", arguments: names)
  func resumes(_ name: String) throws {
    let settings = settings(name)
    var whole = try SmallTraining.trainer(settings)
    let epochs = try SmallTraining.finish(&whole)
    let steps = whole.state.epoch * whole.stepsPerEpoch
    #expect(steps >= 3)
    for stop in 1..<steps {
      var first = try SmallTraining.trainer(settings)
      let done = try run(&first, to: stop)
      let parts = first.state.parts
      let state = try TrainingState(
        arrays: parts.arrays, numbers: parts.numbers, layout: first.layout, settings: settings)
      var second = try SmallTraining.trainer(settings, from: state)
      #expect(try done + SmallTraining.finish(&second).count == epochs.count)
      expectEqual(second.state, whole.state, "\(name), stopped after step \(stop)")
    }
  }

  /// Trains for so many steps; returns the number of whole epochs.
  private func run(_ trainer: inout Trainer<Float>, to stop: Int) throws -> Int {
    var epochs = 0
    while trainer.state.epoch * trainer.stepsPerEpoch + trainer.state.stepInEpoch < stop {
      if try trainer.trainEpoch(goOn: { $0.step < stop }) != nil { epochs += 1 }
    }
    return epochs
  }

  @Test("a stopped epoch's metrics are those of the whole one") func metrics() throws {
    var whole = try SmallTraining.trainer(SmallTraining.settings)
    var stopped = whole
    #expect(try stopped.trainEpoch { $0.step < 3 } == nil && stopped.state.stepInEpoch == 3)
    #expect(try SmallTraining.finish(&stopped) == SmallTraining.finish(&whole))
  }

  @Test("copies that are trained at the same time do not disturb each other") func copies() throws {
    // Batches so small and so many that they meet: without turns this failed in five of five runs.
    var alone = try SmallTraining.trainer(SmallTraining.settings { ($0.threads, $0.batchSize, $0.epochs) = (1, 2, 30) })
    let begun = alone
    _ = try SmallTraining.finish(&alone)
    let results = Mutex<[[Float]]>([])
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      var copy = begun
      _ = try? SmallTraining.finish(&copy)
      results.withLock { $0.append(copy.state.parameters) }
    }
    #expect(results.withLock(\.self) == Array(repeating: alone.state.parameters, count: 4))
  }

  /// Another number of threads changes the order of sums alone. A step multiplies a difference by at most 1 + rate · (curvature),
  /// which 15 steps at rate 0.01 of SGD on losses with a curvature below 100 turn into 2¹⁵; sums of 8 samples and 6 inputs
  /// differ by less than 2⁶ u. SGD, because Adam divides by gradients that may be nothing but round-off.
  @Test("another number of threads gives the same weights but for round-off of 2²¹ u") func threads() throws {
    func weights(_ threads: Int) throws -> [Double] {
      var trainer = try SmallTraining.trainer(
        SmallTraining.settings { ($0.optimizer, $0.threads) = (.sgd(momentum: 0), threads) }, as: Double.self)
      _ = try SmallTraining.finish(&trainer)
      return trainer.state.parameters
    }
    let one = try weights(1)
    for threads in [2, 3, 9] {
      #expect(zip(one, try weights(threads)).allSatisfy { abs($0 - $1) <= 0x1p-32 }, "\(threads) threads")
    }
  }
}
