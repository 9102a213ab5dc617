import Dispatch
import MatrixNorms
import Networks
import Synchronization

/// Mean loss of a batch and its gradient.
protocol BatchGradient<Scalar>: AnyObject, Sendable {
  associatedtype Scalar: BLASScalar

  /// Sums over the samples; with `differentiating`, the gradient of (1/B) Σ (ℓ_CE + λ R) replaces what `gradient` holds.
  ///
  /// - Parameters:
  ///   - parameters: weights and biases.
  ///   - samples: the samples that the batch is taken from.
  ///   - indices: the samples of the batch, at most as many as there is room for.
  ///   - robustFactor: λ.
  ///   - radiusFactor: what the radii are multiplied with at this step.
  ///   - differentiating: whether the gradient is asked for.
  ///   - gradient: as long as the parameters.
  func evaluate(
    _ parameters: [Scalar], _ samples: TrainingSamples<Scalar>, _ indices: ArraySlice<Int>, robustFactor: Double,
    radiusFactor: Double, differentiating: Bool, gradient: inout [Scalar]
  ) -> SampleSums

  /// The first layer, counted from 1, whose pre-activations in the last batch are not all finite; nil where all are.
  func firstNonFiniteLayer() -> Int?
}

/// A batch in equal parts, one for each thread; each has its own workspace. The parts' gradients are added in order, so that
/// results depend on the number of threads but not on their timing.
final class ThreadedBatchGradient<Term: RobustTerm>: BatchGradient {
  typealias Scalar = Term.Scalar

  private struct Part: Sendable {
    var pass: SamplePass<Scalar>
    var workspace: Term.Workspace
    var sums = SampleSums()
  }

  private final class Worker: Sendable {
    let part: Mutex<Part>
    init(_ part: Part) { self.part = Mutex(part) }
  }

  private let layout: ParameterLayout
  private let radius: TrainingRadius
  private let workers: [Worker]
  private let term: Mutex<Term>
  /// Copies of a trainer share the workspaces: one batch at a time.
  private let turn = Mutex(())

  init(
    layout: ParameterLayout, activation: Activation, term: Term, radius: TrainingRadius, batchSize: Int, threads: Int,
    isRobust: Bool = true
  ) {
    self.layout = layout
    self.radius = radius
    self.term = Mutex(term)
    let capacity = (batchSize + threads - 1) / threads
    workers = (0..<threads).map { _ in
      Worker(
        Part(
          pass: SamplePass(layout: layout, activation: activation, capacity: capacity),
          workspace: term.workspace(capacity: isRobust ? capacity : 0)))
    }
  }

  @specialized(where Term == MarginLossTerm<Float, TheoremTables<Float>>)
  @specialized(where Term == MarginLossTerm<Float, ElementwiseTables<Float>>)
  @specialized(where Term == IntervalTerm<Float>)
  func evaluate(
    _ parameters: [Scalar], _ samples: TrainingSamples<Scalar>, _ indices: ArraySlice<Int>, robustFactor: Double,
    radiusFactor: Double, differentiating: Bool, gradient: inout [Scalar]
  ) -> SampleSums {
    turn.withLock { _ in
      evaluateAlone(
        parameters, samples, indices, robustFactor: robustFactor, radiusFactor: radiusFactor,
        differentiating: differentiating, gradient: &gradient)
    }
  }

  private func evaluateAlone(
    _ parameters: [Scalar], _ samples: TrainingSamples<Scalar>, _ indices: ArraySlice<Int>, robustFactor: Double,
    radiusFactor: Double, differentiating: Bool, gradient: inout [Scalar]
  ) -> SampleSums {
    let isRobust = robustFactor > 0 && (radiusFactor > 0 || Term.countsWithoutRadius)
    let radii: [[Scalar]] = isRobust ? radius.rows(parameters, layout, factor: radiusFactor) : []
    if isRobust { term.withLock { $0.prepare(parameters, radii: radii) } }
    let term = term.withLock { $0 }
    let share = Scalar(1 / Double(indices.count))
    let ranges = DisjointParts.ranges(of: indices.count, parts: workers.count)
    DispatchQueue.concurrentPerform(iterations: workers.count) { [workers] w in
      let range = ranges[w]
      let own = indices[indices.startIndex + range.lowerBound..<indices.startIndex + range.upperBound]
      workers[w].part.withLock { part in
        part.sums = SampleSums()
        part.pass.load(own, of: samples)
        part.pass.forward(parameters)
        part.pass.addCrossEntropy(factor: share, to: &part.sums)
        if isRobust {
          term.accumulate(
            &part.pass, &part.workspace, parameters, factor: share * Scalar(robustFactor), to: &part.sums)
        }
        if differentiating { part.pass.backward(parameters) }
      }
    }
    let sums = workers.reduce(SampleSums()) { sum, worker in sum + worker.part.withLock(\.sums) }
    guard differentiating else { return sums }
    collect(&gradient)
    guard isRobust else { return sums }
    let workspaces = workers.map { worker in worker.part.withLock(\.workspace) }
    let dRadii = term.finish(workspaces, parameters, to: &gradient)
    radius.addGradient(ofRows: dRadii, parameters, layout, factor: radiusFactor, to: &gradient)
    return sums
  }

  /// The sum of the parts' gradients. The first one's storage is exchanged, not copied.
  private func collect(_ gradient: inout [Scalar]) {
    var own = gradient
    gradient = []
    workers[0].part.withLock { swap(&$0.pass.gradient, &own) }
    for worker in workers.dropFirst() {
      let other = worker.part.withLock(\.pass.gradient)
      DisjointParts.update(&own, parts: workers.count) { range, sum in
        Loop.update(&sum, other.span.extracting(range), +)
      }
    }
    gradient = own
  }

  func firstNonFiniteLayer() -> Int? {
    workers.compactMap { $0.part.withLock { $0.pass.firstNonFiniteLayer } }.min()
  }
}
