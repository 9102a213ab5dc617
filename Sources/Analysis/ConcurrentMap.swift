import Dispatch
import MatrixNorms
import Synchronization

/// How many workers to use: what was asked for, the cores otherwise; one where the BLAS library is not safe for more.
public struct WorkerCount: Sendable {
  /// At least 1.
  public let count: Int

  /// Workers for a machine, or as asked for.
  public init(_ requested: Int? = nil, cores: Int) {
    count = LinearAlgebraLibrary.current.allowsConcurrentCalls ? max(1, requested ?? cores) : 1
  }

  /// Results in the order of the indices, which do not depend on the number of workers.
  ///
  /// The first error in index order is thrown; work that has begun is finished first.
  public func map<Value: Sendable, Failure: Error>(
    _ indices: Int, _ body: @Sendable (Int) throws(Failure) -> Value
  ) throws(Failure) -> [Value] {
    let results = Mutex<[Int: Result<Value, Failure>]>([:])
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(count, indices)) { _ in
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < indices else { return }
        let result = Result { () throws(Failure) in try body(index) }
        results.withLock { $0[index] = result }
        if case .failure = result { next.store(indices, ordering: .relaxed) }
      }
    }
    let finished = results.withLock { $0 }
    var values: [Value] = []
    values.reserveCapacity(indices)
    // After a failure some indices were never begun; the failure itself is among the finished ones.
    for index in 0..<indices {
      if let result = finished[index] { values.append(try result.get()) }
    }
    return values
  }
}
