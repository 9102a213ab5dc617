import Datasets
import Foundation
import Training

/// Trains the runs of a plan, several at once, each on one thread: results do not depend on how many.
public struct Sweep: Sendable {
  private let plan: SweepPlan
  private let data: LabelledSamples
  private let workers: WorkerCount
  private let version: String

  /// A sweep of checked runs over the samples that they were checked with.
  public init(_ plan: SweepPlan, data: LabelledSamples, workers: WorkerCount, version: String) {
    (self.plan, self.data, self.workers, self.version) = (plan, data, workers, version)
  }

  /// Trains what is not finished; a run that fails leaves the others alone.
  ///
  /// - Parameters:
  ///   - goOn: asked after every step, on any thread; once it says no, the runs save their states and no other begins.
  ///   - observe: told of every step and end by the run's index, on any thread.
  /// - Returns: one outcome for each run of the plan.
  public func run(
    goOn: @Sendable () -> Bool, observe: @Sendable (Int, Event) -> Void = { _, _ in }
  ) -> [SweepOutcome] {
    let order = plan.runs.indices.filter { !plan.runs[$0].isFinished }
    let ends = workers.map(order.count) { place in
      let index = order[place]
      let outcome = train(index, goOn: goOn, observe: observe)
      observe(index, .ended(outcome))
      return outcome
    }
    var outcomes = plan.runs.map { _ in SweepOutcome.wasFinished }
    for (index, outcome) in zip(order, ends) { outcomes[index] = outcome }
    return outcomes
  }

  /// What happens to a run.
  public enum Event: Sendable {
    /// A step.
    case step(TrainingProgress)
    /// Its end.
    case ended(SweepOutcome)
  }

  private func train(
    _ index: Int, goOn: @Sendable () -> Bool, observe: @Sendable (Int, Event) -> Void
  ) -> SweepOutcome {
    guard goOn() else { return .interrupted }
    let planned = plan.runs[index]
    let begun = Date()
    do throws(TrainingRunError) {
      var run =
        planned.status == .new
        ? try TrainingRun(planned.run.parameters, data: data, threads: 1, output: planned.path, version: version)
        : try TrainingRun(resuming: planned.path, data: data, version: version)
      let outcome = try run.run { progress in
        observe(index, .step(progress))
        return goOn()
      }
      return outcome.isInterrupted ? .interrupted : .trained(outcome, seconds: Date().timeIntervalSince(begun))
    } catch { return .failed(error) }
  }
}

/// How a run of a sweep ended.
public enum SweepOutcome: Sendable {
  /// There was nothing to do.
  case wasFinished
  /// It was trained to its end, in so many seconds of this sweep.
  case trained(TrainingRun.Outcome, seconds: Double)
  /// It was stopped, or not begun; what is done is saved.
  case interrupted
  /// It diverged, or its files could not be read or written.
  case failed(TrainingRunError)
}
