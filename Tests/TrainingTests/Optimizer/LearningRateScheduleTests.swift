import Testing

@testable import Training

@Suite struct LearningRateScheduleTests {
  @Test("cosine: (1 + cos 0)/2 = 1, (1 + cos π/3)/2 = ¾, (1 + cos π/2)/2 = ½, (1 + cos π)/2 = 0") func cosine() {
    for (done, factor) in [(0.0, 1.0), (1.0 / 3, 0.75), (0.5, 0.5), (1, 0)] {
      #expect(abs(LearningRateSchedule.cosine.factor(done: done, epoch: 9, plateaus: 9) - factor) < 4e-16)
    }
  }

  @Test("step:3 is 0.1^⌊epoch/3⌋, plateau:2 is 0.1^plateaus, constant is 1") func steps() {
    func factor(_ schedule: LearningRateSchedule, _ epoch: Int, _ plateaus: Int) -> Double {
      schedule.factor(done: 0.5, epoch: epoch, plateaus: plateaus)
    }
    #expect(
      [0, 2, 3, 5, 6].map { factor(.step(epochs: 3), $0, 7) }.map { ($0 * 100).rounded() } == [100, 100, 10, 10, 1])
    #expect([0, 1, 2].map { factor(.plateau(epochs: 2), 50, $0) }.map { ($0 * 100).rounded() } == [100, 10, 1])
    #expect(factor(.constant, 50, 3) == 1)
  }

  @Test("reads what it writes, and nothing else") func names() {
    for schedule in [LearningRateSchedule.constant, .cosine, .step(epochs: 30), .plateau(epochs: 5)] {
      #expect(LearningRateSchedule(schedule.description) == schedule)
    }
    for text in ["", "step", "step:0", "step:-1", "step:1:2", "cosine:1", "plateau:", "Cosine", "step:1.5"] {
      #expect(LearningRateSchedule(text) == nil, "\(text)")
    }
  }

  @Test("no epoch to wait for is refused") func obstacles() {
    #expect(LearningRateSchedule.step(epochs: 0).obstacle == "the schedule step:0 has no epoch to wait for")
    #expect(LearningRateSchedule.plateau(epochs: 0).obstacle == "the schedule plateau:0 has no epoch to wait for")
    #expect(LearningRateSchedule.step(epochs: 1).obstacle == nil && LearningRateSchedule.cosine.obstacle == nil)
  }
}
