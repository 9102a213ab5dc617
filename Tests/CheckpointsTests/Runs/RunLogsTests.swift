import TestSupport
import Testing

@testable import Checkpoints

/// Which row of which log is about which checkpoint.
@Suite struct RunLogsTests {
  @Test("a log for all checkpoints of a folder: paired by epoch; epoch 3 has no row, and nothing is shifted")
  func byEpoch() throws {
    let found = try TemporaryFolder([
      "epoch_1.safetensors": "", "epoch_2.safetensors": "", "epoch_3.safetensors": "",
      "metrics.json": #"[{"epoch": 1, "train_acc": 0.5}, {"epoch": 2, "train_acc": 0.75}]"#,
    ]).discover()
    #expect(found.files.map { found.logged($0.label)?.trainError } == [0.5, 0.25, nil])
    #expect(found.why("epoch_1.safetensors").hasSuffix("metrics.json: paired by epoch 1; train error = 1 − train_acc"))
    #expect(found.why("epoch_3.safetensors").hasSuffix("metrics.json: no row for epoch 3; it has epochs 1 to 2"))
    let lines = found.logs.coverage(pairedWith: found.files.compactMap { found.logged($0.label) })
    #expect(lines.map(\.reason) == ["logged metrics, used for the gap of 2 checkpoints"])
    #expect(found.logs.coverage(pairedWith: []).map(\.reason) == ["logged metrics, paired with no checkpoint"])
  }

  @Test("a log in each folder: its own, although every one has epoch 1") func ownFolder() throws {
    let row = #"{"epoch": 1, "train_loss": "#
    let found = try TemporaryFolder([
      "a/epoch-1.safetensors": "", "a/epoch-2.safetensors": "", "a/metrics.json": row + "0.5}",
      "b/epoch-1.safetensors": "", "b/epoch-2.safetensors": "", "b/metrics.json": row + "0.25}",
      "metrics.json": row + "9}",
    ]).discover()
    #expect(found.logged("a/epoch-1.safetensors")?.trainLoss == 0.5)
    #expect(found.logged("b/epoch-1.safetensors")?.trainLoss == 0.25)
    #expect(found.logged("b/epoch-2.safetensors") == nil)
    #expect(found.why("b/epoch-2.safetensors").hasSuffix("metrics.json: it lies above 2 runs"))
  }

  @Test("one object beside the only checkpoint needs no number; beside two it is nobody's") func onlyRow() throws {
    let object = #"{"train_loss": 0.5, "test_loss": 1}"#
    let one = try TemporaryFolder(["x/m.safetensors": "", "x/metrics.json": object]).discover()
    #expect(one.logged("x/m.safetensors")?.testLoss == 1)
    let two = try TemporaryFolder(["m.safetensors": "", "n.safetensors": "", "metrics.json": object]).discover()
    #expect(two.logged("m.safetensors") == nil)
    #expect(two.why("m.safetensors").hasSuffix("neither epoch nor step of the checkpoint is known"))
  }

  @Test("a folder's own row that names another epoch is not taken") func contradiction() throws {
    let found = try TemporaryFolder([
      "epoch_3/m.safetensors": "", "epoch_3/metrics.json": #"{"epoch": 4, "train_loss": 0.5}"#,
    ]).discover()
    #expect(found.logged("epoch_3/m.safetensors") == nil)
  }

  @Test("several checkpoints of one epoch are told apart by their steps") func steps() throws {
    let found = try TemporaryFolder([
      "epoch=0-step=10.safetensors": "", "epoch=0-step=20.safetensors": "", "epoch=1-step=25.safetensors": "",
      "metrics.csv": "epoch,step,train_loss\n0,10,0.5\n0,20,0.25\n1,24,0.125\n",
    ]).discover()
    #expect(found.files.map { found.logged($0.label)?.trainLoss } == [0.5, 0.25, 0.125])
    #expect(
      found.why("epoch=1-step=25.safetensors").contains(
        "paired by epoch 1 (step 24 in the log, 25 at the checkpoint)"))
  }

  @Test("equal steps in different epochs are no pair") func stepOfOtherEpoch() throws {
    let found = try TemporaryFolder([
      "epoch=1-step=10.safetensors": "", "metrics.csv": "epoch,step,train_loss\n0,10,0.5\n",
    ]).discover()
    #expect(found.logged("epoch=1-step=10.safetensors") == nil)
    #expect(found.why("epoch=1-step=10.safetensors").contains("step 10 (epoch 0 in the log, 1 at the checkpoint)"))
  }

  @Test("a single file: the log beside it, and nothing is said about one that is not used") func singleFile() throws {
    let folder = try TemporaryFolder([
      "epoch-1.safetensors": "", "epoch-9.safetensors": "", "metrics.json": #"[{"epoch": 1, "test_loss": 1}]"#,
      "checkpoints/epoch-1.safetensors": "",
    ])
    #expect(try folder.discover("epoch-1.safetensors").logged("epoch-1.safetensors")?.testLoss == 1)
    #expect(try folder.discover("checkpoints/epoch-1.safetensors").logged("epoch-1.safetensors")?.testLoss == 1)
    let other = try folder.discover("epoch-9.safetensors")
    #expect(other.logged("epoch-9.safetensors") == nil && other.logs.coverage(pairedWith: []).isEmpty)
  }

  @Test("a log that cannot be read is said and stops nothing") func broken() throws {
    let found = try TemporaryFolder(["epoch-1.safetensors": "", "metrics.json": "[{"]).discover()
    let line = try #require(found.logs.coverage(pairedWith: []).first)
    #expect(line.status == .skipped && line.reason.hasPrefix("logged metrics, not used: not JSON at byte 2"))
    #expect(found.explanation.contains { $0.hasSuffix(line.reason) })
  }
}
