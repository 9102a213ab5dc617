import Testing

@testable import Checkpoints

@Suite struct NaturalOrderTests {
  @Test("numbers by value, text by character") func order() {
    let names = ["epoch_10", "epoch_2", "best", "epoch_02", "epoch_1b", "epoch_1", "10", "9"]
    #expect(
      names.sorted(by: naturallyPrecedes) == [
        "9", "10", "best", "epoch_1", "epoch_1b", "epoch_2", "epoch_02", "epoch_10",
      ])
  }

  @Test("numbers beyond 64 bits still compare") func large() {
    #expect(naturallyPrecedes("99999999999999999999", "100000000000000000000"))
    #expect(!naturallyPrecedes("a", "a"))
  }
}
