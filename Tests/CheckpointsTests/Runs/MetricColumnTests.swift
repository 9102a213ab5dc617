import Testing

@testable import Checkpoints

@Suite struct MetricColumnTests {
  @Test(
    "names of the tools and of people",
    arguments: [
      ("train_acc", .train, .accuracy), ("train/accuracy", .train, .accuracy), ("acc", .train, .accuracy),
      ("accuracy", .train, .accuracy), ("loss", .train, .loss), ("train_loss_epoch", .train, .loss),
      ("val_loss", .test, .loss), ("valid.acc", .test, .accuracy), ("validation_accuracy", .test, .accuracy),
      ("eval_top1", .test, .accuracy), ("test_error", .test, .error), ("Loss/test", .test, .loss),
      ("err", .train, .error), ("Test Acc@1", .test, .accuracy), ("val_sparse_categorical_accuracy", .test, .accuracy),
    ] as [(String, MetricColumn.Role, MetricColumn.Quantity)])
  func known(_ name: String, _ role: MetricColumn.Role, _ quantity: MetricColumn.Quantity) {
    let column = MetricColumn(name: name)
    #expect(column?.role == role && column?.quantity == quantity)
  }

  @Test(
    "what is no metric of a whole epoch",
    arguments: [
      "lr", "train_loss_step", "eval_top5", "epoch", "step", "perplexity", "train", "", "_", "grad_norm",
      "eval_runtime",
      String(repeating: "a", count: 100), "train_lossy",
    ])
  func unknown(_ name: String) { #expect(MetricColumn(name: name) == nil) }

  @Test("test before validation, validation before eval, an epoch's mean before others") func ranks() throws {
    func rank(_ name: String) throws -> Int { try #require(MetricColumn(name: name)).rank }
    #expect(try rank("test_loss") < rank("val_loss") && rank("val_loss") < rank("eval_loss"))
    #expect(try rank("train_loss_epoch") < rank("train_loss") && rank("train_loss") < rank("loss"))
  }
}
