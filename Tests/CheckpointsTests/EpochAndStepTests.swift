import Testing

@testable import Checkpoints

@Suite struct EpochAndStepTests {
  @Test(
    arguments: [
      ("mlp-epoch=01-val_acc=0.712.ckpt", 1, nil), ("epoch=12-step=3000.safetensors", 12, 3000),
      ("model_epoch_004.pt", 4, nil), ("checkpoint-500/model.safetensors", nil, 500),
      ("epoch_4/model.safetensors", 4, nil),
      ("ep7.npz", 7, nil), ("global_step100.safetensors", nil, 100), ("run-3/epoch-010.safetensors", 10, nil),
      ("best.safetensors", nil, nil), ("deep12.safetensors", nil, nil), ("epoch-99999999999999999999.npz", nil, nil),
    ] as [(String, Int?, Int?)])
  func names(_ path: String, _ epoch: Int?, _ step: Int?) {
    let told = EpochAndStep(path: path)
    #expect(told.epoch == epoch && told.step == step)
  }

  @Test func metadata() {
    let told = EpochAndStep(metadata: ["epoch": "8", "global_step": "32"])
    #expect(told.epoch == 8 && told.step == 32)
    #expect(EpochAndStep(metadata: ["epoch": "eight"]).epoch == nil)
  }
}
