import Analysis
import ArgumentParser
import Datasets
import Foundation
import MatrixNorms
import Reporting
import Training

/// What `train` does: settings, samples, epochs, and what to do next.
struct TrainingSession {
  let command: TrainCommand

  func run() throws(CommandFailure) {
    LinearAlgebraLibrary.warnAboutThreads()
    let folder = command.resume ?? command.output
    guard let folder else {
      throw CommandFailure(code: .usage, message: "where to? Give --output DIR, or --resume DIR")
    }
    var run = command.resume == nil ? try begin(in: folder) : try resume(folder)
    if run.isFinished { return try printData("\(folder): already finished, \(Self.count(run.epochs, "epoch"))\n") }
    if let note = run.noteOnClasses { printError("gapbound: warning: \(note)") }
    let progress = Progress()
    let interruption = Interruption()
    let begun = Date()
    let outcome: TrainingRun.Outcome
    do {
      outcome = try run.run { step in
        progress.update(
          "epoch \(step.epoch)", detail: Self.detail(step), done: step.step, of: step.stepCount)
        return !interruption.isAsked
      }
    } catch {
      progress.finish()
      throw Self.failure(error)
    }
    progress.finish()
    if outcome.isInterrupted {
      throw CommandFailure(
        code: .interrupted,
        message: "stopped after \(Self.count(outcome.epochs, "epoch")); gapbound train --resume \(folder) goes on")
    }
    try printData(summary(outcome, folder, seconds: Date().timeIntervalSince(begun)))
  }

  private static func detail(_ step: TrainingProgress) -> String {
    String(format: ", loss %.4g, error %.2f %%", step.loss, 100 * step.error)
  }

  /// A new training.
  private func begin(in folder: String) throws(CommandFailure) -> TrainingRun {
    let environment = ProcessInfo.processInfo.environment
    var values = TrainingValues(flags: command.flags).filled(from: TrainingValues(environment: environment))
    if let config = command.config ?? environment["GAPBOUND_TRAIN_CONFIG"] {
      values = values.filled(from: try TrainingValues(config: config))
    }
    // Before the samples are read, which may take a while.
    do throws(TrainingParameterError) {
      _ = try values.parameters.settings(threads: 1)
      _ = try (values.parameters.sampleLimit(), values.parameters.every(), values.parameters.writesInitial())
    } catch { throw values.failure(error) }
    try refuseIdle(values)
    let resolved = ResolvedSettings(
      settings: Settings(flags: command.data.flags).filled(from: Settings(environment: environment)))
    guard let data = try resolved.samples(.train) else {
      throw CommandFailure(code: .usage, message: "no samples: give --data FILE")
    }
    let threads = try threads()
    do throws(TrainingRunError) {
      return try TrainingRun(
        values.parameters, data: data, threads: threads, output: folder, version: gapboundVersion)
    } catch {
      if case .refused(let parameter) = error { throw values.failure(parameter) }
      throw Self.failure(error)
    }
  }

  /// Refuses options of the robust term where there is none: nobody gives them for nothing.
  private func refuseIdle(_ values: TrainingValues) throws(CommandFailure) {
    guard values.values[.epsilon] == nil else { return }
    for parameter in [TrainingParameter.robustTerm, .radiusScale, .ramp] {
      if let value = values.values[parameter] { throw value.refused("goes with --epsilon, which is not given") }
    }
    if let unit = values.values[.unit], values.values[.weightNoise] == nil, values.values[.adversarialWeights] == nil {
      throw unit.refused("goes with --epsilon, which is not given")
    }
  }

  /// A training that was stopped. What it was begun with is in its state; flags may only say where the samples are now.
  private func resume(_ folder: String) throws(CommandFailure) -> TrainingRun {
    let others = [
      ("--threads", command.threads), ("--output", command.output), ("--config", command.config),
      ("--scale", command.data.scale), ("--shift", command.data.shift),
    ]
    let given = others.filter { $0.1 != nil }.map(\.0) + command.flags.values.filter { $0.text != nil }.map(\.flag)
    if let flag = given.min() {
      throw CommandFailure(
        code: .usage, message: "\(flag): a training goes on as it was begun; --resume takes --data and --labels only")
    }
    do throws(TrainingRunError) {
      let source = try TrainingRun.source(of: folder)
      let data = try samples(source)
      return try TrainingRun(resuming: folder, data: data, version: gapboundVersion)
    } catch { throw Self.failure(error) }
  }

  /// The samples where they were, or where the flags say that they are now.
  private func samples(_ source: TrainingRun.Source) throws(TrainingRunError) -> LabelledSamples {
    let path = command.data.data ?? source.path
    // Labels lie beside the features unless somebody says otherwise: old ones do not go with a new place.
    let labels = command.data.labels ?? (command.data.data == nil ? source.labels : nil)
    do { return try Datasets.load(path, labels: labels, role: .train, preprocessing: source.preprocessing) } catch {
      throw .data("\(error)")
    }
  }

  private func threads() throws(CommandFailure) -> Int {
    guard let text = command.threads else { return 1 }
    let setting = SettingValue(text: text, origin: "--threads")
    let count = try setting.count("a number of threads ≥ 1")
    guard count <= TrainingSettings.mostThreads else {
      throw setting.refused("expected at most \(TrainingSettings.mostThreads)")
    }
    return count
  }

  private func summary(_ outcome: TrainingRun.Outcome, _ folder: String, seconds: Double) -> String {
    var lines = [
      "trained \(outcome.widths.map(String.init).joined(separator: "-")): \(Self.count(outcome.epochs, "epoch"))"
        + (outcome.hasStoppedEarly ? ", stopped early" : "") + String(format: ", %.1f s", seconds)
    ]
    if let last = outcome.last {
      lines.append(
        String(
          format: "last epoch: objective %.4g, cross-entropy %.4g, training error %.2f %%", last.loss,
          last.crossEntropy, 100 * last.error)
          + (outcome.movesWeights ? " (at the moved weights)" : "")
          + (last.validation.map { String(format: ", validation error %.2f %%", 100 * $0.error) } ?? ""))
    }
    if let best = outcome.bestEpoch { lines.append("best on the validation samples: epoch \(best) (best.safetensors)") }
    lines.append("wrote \(folder)")
    let preprocessing = [("--scale", outcome.preprocessing.scale, 1.0), ("--shift", outcome.preprocessing.shift, 0)]
      .filter { $0.1 != $0.2 }.map { " \($0.0) \($0.1)" }.joined()
    lines.append("next: gapbound analyze \(folder) --train \(outcome.dataPath) --test FILE\(preprocessing)")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func count(_ n: Int, _ noun: String) -> String { "\(n) \(noun)\(n == 1 ? "" : "s")" }

  /// A run's failure with its exit code.
  static func failure(_ error: TrainingRunError) -> CommandFailure {
    switch error {
    case .refused, .occupied, .foreign, .training(.refused, _): CommandFailure(code: .usage, message: "\(error)")
    case .training(.diverged, _): CommandFailure(code: .diverged, message: "\(error)")
    case .cannotWrite, .unreadableState, .data, .training: CommandFailure(code: .unreadableInput, message: "\(error)")
    }
  }
}
