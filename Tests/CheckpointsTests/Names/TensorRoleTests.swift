import Testing

@testable import Checkpoints

@Suite struct TensorRoleTests {
  @Test(
    arguments: [
      ("0.weight", .weight, "0"), ("module.fc1.bias", .bias, "module.fc1"), ("dense/kernel:0", .weight, "dense"),
      ("dense/bias:0", .bias, "dense"), ("fc1_weight", .weight, "fc1"), ("W0", .weight, "0"), ("b0", .bias, "0"),
      ("weights_1", .weight, "1"), ("biases_1", .bias, "1"), ("weight", .weight, ""),
      ("0.weight_g", .magnitude, "0"), ("fc.weight_v", .direction, "fc"), ("1.running_mean", .mean, "1"),
      ("0.parametrizations.weight.original0", .magnitude, "0"), ("bn/moving_variance:0", .variance, "bn"),
      ("a.0.parametrizations.weight.original1", .direction, "a.0"), ("bn/gamma", .weight, "bn"),
      ("running_var", .variance, ""),
      ("layers/dense_1/vars/0", .weight, "layers/dense_1"), ("layers/dense_1/vars/1", .bias, "layers/dense_1"),
      ("layers/0/weight", .weight, "layers/0"),
      ("FC1.Weight", .weight, "FC1"), ("net.w_2:0", .weight, "net.2"), ("a_b_", .bias, "a"), ("B", .bias, ""),
    ] as [(String, TensorRole.Kind, String)])
  func names(_ name: String, _ kind: TensorRole.Kind, _ layer: String) throws {
    let role = try #require(TensorRole(name: name))
    #expect(role.kind == kind && role.layer == layer)
  }

  @Test("Keras 3 counts its weights and stores them (in × out)") func counted() {
    #expect(TensorRole(name: "layers/dense/vars/0")?.layout == .inOut)
  }

  @Test(
    "other names have no role",
    arguments: [
      "layers/bn/vars/2", "/vars/0", "unrunning_mean", "1.num_batches_tracked", "alpha", "embedding", "", ":0", "12",
      ".weight", "w:1", "w__1",
    ])
  func none(_ name: String) { #expect(TensorRole(name: name) == nil) }

  @Test(
    "positions of numpy.savez",
    arguments: [("arr_0", 0), ("arr_10", 10), ("arr_", nil), ("arr_1a", nil), ("xarr_1", nil)])
  func positions(_ name: String, _ position: Int?) { #expect(TensorRole.position(ofName: name) == position) }
}
