import Foundation
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct RunLogTests {
  private func log(_ text: String, _ name: String = "metrics.csv") throws -> RunLog {
    let folder = try TemporaryFolder([name: text])
    return try RunLog(folder.path(name), as: #require(LogFormat.named(name)), isBelowPaths: true)
  }

  @Test("accuracy 0.75 is error 0.25") func accuracy() throws {
    let metrics = try #require(log("epoch,train_acc,test_acc\n1,0.75,0.5\n").metrics(atEpoch: 1))
    #expect(metrics.trainError == 0.25 && metrics.testError == 0.5 && metrics.trainLoss == nil)
    #expect(metrics.columns == ["train error = 1 − train_acc", "test error = 1 − test_acc"])
  }

  @Test("timm's eval_top1 75 is 75 %: error 0.25, and that is said") func percent() throws {
    let log = try log("epoch,train_loss,eval_loss,eval_top1,eval_top5\n0,2.5,2.25,1,5\n1,2,1.5,75,90\n", "summary.csv")
    #expect(log.metrics(atEpoch: 1)?.testError == 0.25)
    // The whole column decides: 1 is 1 % here.
    #expect(log.metrics(atEpoch: 0)?.testError == 0.99)
    #expect(log.choice.remarks == ["eval_top1 is in percent: a value above 1.5 occurs"])
  }

  @Test("columns of one word share their unit: train_err 1 beside test_err 2 is 1 %") func sharedUnit() throws {
    let metrics = try #require(log("epoch,train_err,test_err\n1,1,2\n").metrics(atEpoch: 1))
    #expect(metrics.trainError == 0.01 && metrics.testError == 0.02)
  }

  @Test("an accuracy of 712 or −1 is no share: the column is not used, with the reason") func outOfRange() throws {
    let log = try log("epoch,train_acc,test_acc,test_loss\n1,712,50,1\n")
    #expect(log.metrics(atEpoch: 1)?.trainError == nil && log.metrics(atEpoch: 1)?.testError == 0.5)
    #expect(log.choice.remarks.contains("train_acc not used: values from 712.0 to 712.0 are no shares"))
    let negative = #expect(throws: LogError.self) { try self.log("epoch,acc\n1,-1\n") }
    #expect(negative?.reason.hasSuffix("acc not used: values from -1.0 to -1.0 are no shares") == true)
  }

  @Test("test before validation where both exist; the other is named") func testBeforeValidation() throws {
    let log = try log("epoch,val_acc,test_acc\n1,0.5,0.25\n")
    #expect(log.metrics(atEpoch: 1)?.testError == 0.75)
    #expect(log.choice.remarks == ["val_acc not used: test error = 1 − test_acc"])
  }

  @Test("Lightning: rows of one epoch become one, the last of several batches' losses, which is said") func folded()
    throws
  {
    let log = try log(
      "epoch,step,train_loss,val_acc,val_loss\n0,4,0.9,,\n0,9,0.8,,\n0,9,,0.5,0.7\n1,14,0.6,,\n1,19,,0.75,0.5\n")
    let metrics = try #require(log.metrics(atEpoch: 0))
    #expect(metrics.trainLoss == 0.8 && metrics.testLoss == 0.7 && metrics.testError == 0.5 && metrics.step == 9)
    #expect(metrics.columns.contains("train loss = train_loss (the last of 2 values)"))
    #expect(log.metrics(atStep: 19)?.testError == 0.25 && log.metrics(atEpoch: 2) == nil)
    #expect(log.keys == "epochs 0 to 1 and steps 4 to 19")
  }

  @Test("an epoch's mean before the values of its batches") func epochMean() throws {
    let log = try log("epoch,train_loss_step,train_loss_epoch\n0,0.9,\n0,,0.7\n")
    #expect(log.metrics(atEpoch: 0)?.trainLoss == 0.7 && log.choice.remarks.isEmpty)
  }

  @Test("fractional epochs are no key, steps are") func fractional() throws {
    let log = try log(
      #"{"log_history": [{"epoch": 0.5, "step": 10, "loss": 0.5}, {"epoch": 1.0, "step": 20, "loss": 0.25}]}"#,
      "trainer_state.json")
    #expect(log.metrics(atEpoch: 1) == nil && log.metrics(atStep: 20)?.trainLoss == 0.25)
    #expect(log.metrics(atStep: 20)?.epoch == nil && log.keys == "steps 10 to 20")
  }

  @Test("a log of 64 MB and a byte is refused before it is read") func tooLarge() throws {
    let folder = try TemporaryFolder(["metrics.csv": ""])
    let file = try FileHandle(forWritingTo: URL(filePath: folder.path("metrics.csv")))
    try file.truncate(atOffset: UInt64(RunLog.sizeLimit) + 1)
    let error = #expect(throws: LogError.self) {
      try RunLog(folder.path("metrics.csv"), as: #require(LogFormat.named("metrics.csv")), isBelowPaths: true)
    }
    #expect(error?.reason == "67108865 bytes, at most 67108864 are read")
  }

  @Test("an empty log, and one without a metric") func nothing() throws {
    #expect(#expect(throws: LogError.self) { try self.log("") }?.reason == "the file is empty")
    let none = #expect(throws: LogError.self) { try self.log("epoch,lr\n1,0.1\n") }
    #expect(none?.reason == "no column with a loss, an accuracy or an error")
  }
}
