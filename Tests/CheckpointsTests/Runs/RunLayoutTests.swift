import Foundation
import TestSupport
import Testing

@testable import Checkpoints

/// Whole layouts of training tools.
@Suite struct RunLayoutTests {
  @Test("Lightning: every version is a run, though it has one checkpoint; metrics.csv lies above checkpoints/")
  func lightning() throws {
    let log = "epoch,step,train_loss,val_loss\n0,9,0.5,\n0,9,,0.75\n"
    let found = try TemporaryFolder([
      "lightning_logs/version_0/hparams.yaml": "lr: 1", "lightning_logs/version_0/metrics.csv": log,
      "lightning_logs/version_0/events.out.tfevents.1.host.2.0": "",
      "lightning_logs/version_0/checkpoints/epoch=0-step=10.safetensors": "",
      "lightning_logs/version_0/checkpoints/last.safetensors": "",
      "lightning_logs/version_1/hparams.yaml": "lr: 1",
      "lightning_logs/version_1/checkpoints/epoch=0-step=10.safetensors": "",
    ]).discover()
    #expect(
      found.files.map(\.series) == ["lightning_logs/version_0", "lightning_logs/version_0", "lightning_logs/version_1"])
    #expect(found.files.map(\.epoch) == [0, nil, 0] && found.files.map(\.step) == [10, nil, 10])
    let metrics = found.logged("lightning_logs/version_0/checkpoints/epoch=0-step=10.safetensors")
    #expect(metrics?.trainLoss == 0.5 && metrics?.testLoss == 0.75)
    #expect(found.logged("lightning_logs/version_1/checkpoints/epoch=0-step=10.safetensors") == nil)
    #expect(found.reason("version_0/hparams.yaml") == "settings, no model")
    #expect(found.reason("events.out.tfevents.1.host.2.0") == "TensorBoard events, not read")
    #expect(
      found.explanation.contains { $0.hasSuffix("version_0: laid out by Lightning: the folder is named version_0") })
  }

  @Test("HF Trainer: checkpoint-N is step N, the final model is the last of the same series") func trainer() throws {
    func state(_ step: Int) -> String {
      let rows = stride(from: 10, through: step, by: 10).map {
        #"{"epoch": \#(Double($0) / 20), "step": \#($0), "loss": 0.5}, {"epoch": 1, "step": \#($0), "eval_loss": 0.75}"#
      }
      return
        #"{"global_step": \#(step), "best_model_checkpoint": null, "log_history": [\#(rows.joined(separator: ","))]}"#
    }
    var files = [
      "out/model.safetensors": "", "out/trainer_state.json": state(30), "out/config.json": "{}",
      "out/training_args.bin": "",
    ]
    for step in [10, 20] {
      files["out/checkpoint-\(step)/model.safetensors"] = ""
      files["out/checkpoint-\(step)/trainer_state.json"] = state(step)
      for name in ["optimizer.pt", "scheduler.pt", "rng_state.pth", "rng_state_0.pth", "pytorch_model.bin"] {
        files["out/checkpoint-\(step)/\(name)"] = ""
      }
    }
    let found = try TemporaryFolder(files).discover("out")
    #expect(
      found.files.map(\.label) == [
        "checkpoint-10/model.safetensors", "checkpoint-20/model.safetensors", "model.safetensors",
      ])
    #expect(found.files.map(\.step) == [10, 20, 30] && Set(found.files.map(\.series)) == ["out"])
    #expect(found.files.allSatisfy { found.logged($0.label)?.testLoss == 0.75 })
    #expect(
      found.why("checkpoint-10/model.safetensors").contains("checkpoint-10/trainer_state.json: paired by step 10"))
    #expect(found.files[2].placing == ["step 30: the global_step of trainer_state.json beside it"])
    #expect(found.reason("checkpoint-10/optimizer.pt") == "optimizer state, no model")
    #expect(found.reason("checkpoint-10/scheduler.pt") == "state of the learning-rate schedule, no model")
    #expect(found.reason("checkpoint-10/rng_state_0.pth") == "state of random number generators, no model")
    #expect(found.reason("out/training_args.bin") == "arguments of the training, no model")
    #expect(
      found.reason("checkpoint-10/pytorch_model.bin") == "the same model as model.safetensors, which is read instead")
  }

  @Test("timm: checkpoint-12 is epoch 12 beside summary.csv, step 12 without") func timm() throws {
    let files = ["run/checkpoint-12.safetensors": "", "run/last.safetensors": "", "run/args.yaml": ""]
    let log = ["run/summary.csv": "epoch,train_loss,eval_loss,eval_top1\n12,0.5,0.75,80\n"]
    let found = try TemporaryFolder(files.merging(log) { a, _ in a }).discover()
    #expect(found.files.map(\.epoch) == [12, nil] && found.files[0].step == nil)
    #expect(found.logged("run/checkpoint-12.safetensors")?.testError.map { abs($0 - 0.2) < 1e-15 } == true)
    #expect(found.explanation.contains { $0.hasSuffix("N in checkpoint-N is the epoch") })
    #expect(try TemporaryFolder(files).discover().files.map(\.step) == [12, nil])
    let named = try TemporaryFolder(["checkpoint-3.pth.tar": ""])
    #expect(RunLayout(of: FolderContents(of: named.path(""))).counter == .epoch)
  }

  @Test("last and best come after the numbered ones") func unnumbered() throws {
    let found = try TemporaryFolder([
      "best.safetensors": "", "epoch_10.safetensors": "", "epoch_9.safetensors": "", "last.safetensors": "",
    ]).discover()
    #expect(
      found.files.map(\.label) == [
        "epoch_9.safetensors", "epoch_10.safetensors", "best.safetensors", "last.safetensors",
      ])
  }

  @Test("a folder that is given itself tells the epoch as well") func givenFolder() throws {
    let found = try TemporaryFolder(["epoch_3/model.safetensors": ""]).discover("epoch_3")
    #expect(found.files.map(\.epoch) == [3] && found.files[0].placing == ["epoch 3: from the name"])
  }

  @Test("checkpoint-9 before checkpoint-10 where epochs are unknown") func steps() throws {
    let found = try TemporaryFolder(["checkpoint-10/m.safetensors": "", "checkpoint-9/m.safetensors": ""]).discover()
    #expect(found.files.map(\.step) == [9, 10])
  }
}
