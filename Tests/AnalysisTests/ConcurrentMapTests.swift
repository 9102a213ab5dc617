import Synchronization
import Testing

@testable import Analysis

@Suite struct ConcurrentMapTests {
  struct Failure: Error, Equatable { let index: Int }

  @Test("results keep the order of the indices", arguments: [1, 2, 7])
  func order(_ workers: Int) {
    #expect(WorkerCount(workers, cores: 8).map(1000) { $0 * $0 } == (0..<1000).map { $0 * $0 })
    #expect(WorkerCount(workers, cores: 8).map(0) { $0 } == [])
  }

  @Test("an error is thrown and stops what has not begun") func failure() {
    let started = Atomic(0)
    let error = #expect(throws: Failure.self) {
      try WorkerCount(1, cores: 1).map(1000) { index throws(Failure) in
        started.add(1, ordering: .relaxed)
        if index == 10 { throw Failure(index: index) }
      }
    }
    #expect(error == Failure(index: 10) && started.load(ordering: .relaxed) == 11)
  }

  @Test("w · 2S ≤ 3S + 70 MB: one worker for a layer of 134 MB, several for small ones") func memory() {
    #expect(WorkerCount(8, cores: 8).limited(toLayersOf: 4096 * 4096).count == 1)
    #expect(WorkerCount(8, cores: 8).limited(toLayersOf: 1024 * 1024).count == 5)
    #expect(WorkerCount(8, cores: 8).limited(toLayersOf: 0).count == 8)
  }
}
