import Testing

@testable import Training

@Suite struct WorkingMemoryTests {
  private func bytes(_ change: (inout TrainingSettings) -> Void) -> Double {
    var settings = TrainingSettings()
    change(&settings)
    return WorkingMemory.bytes(settings, widths: [3, 4, 2], batchSize: 5, scalarBytes: 4)
  }

  @Test("3-4-2: 20 weights; Adam on one thread holds 5 of each, and 5 samples 9 numbers each: 4 · (100 + 45) bytes")
  func adam() { #expect(bytes { _ in } == 580) }

  @Test("SGD with and without momentum on two threads: 4 · (20 · 5 + 45), 4 · (20 · 4 + 45)") func sgd() {
    #expect(bytes { ($0.optimizer, $0.threads) = (.sgd(momentum: 0.9), 2) } == 580)
    #expect(bytes { ($0.optimizer, $0.threads) = (.sgd(momentum: 0), 2) } == 500)
  }

  @Test("the theorem's tables: 2 layers of 2 · 2 pairs on each of 8 threads, which have a sample each at least")
  func tables() {
    let expected = 4.0 * Double(20 * 12 + 8 * 9 + 8 * 2 * 4)
    #expect(bytes { ($0.robustTerm, $0.threads) = (.theorem, 8) } == expected)
  }

  @Test("refused only where the machine has less") func obstacle() {
    #expect(WorkingMemory.obstacle(needed: 8e9, available: 8e9) == nil)
    #expect(
      WorkingMemory.obstacle(needed: 4.4e13, available: 8e9)
        == "the training needs at least 44000 GB of memory, this machine has 8")
  }

  @Test("two layers of a million neurons are refused before anything is allocated") func trainer() {
    let settings = SmallTraining.settings { $0.hidden = [1 << 20, 1 << 20] }
    #expect(throws: TrainingError.self) { try SmallTraining.trainer(settings) }
  }
}
