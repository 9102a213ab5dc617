import TensorFiles
import Testing

@testable import Checkpoints

@Suite struct TensorSelectionTests {
  private func select(
    _ names: [String], shapes: [String: [Int]] = [:], states: [String] = []
  ) -> TensorSelection {
    TensorSelection(
      names.map { TensorDescription(name: $0, elementType: .float32, storedType: "F32", shape: shapes[$0] ?? [2, 2]) },
      states: states)
  }

  @Test("bare names stay as they are") func bare() {
    let selection = select(["0.weight", "0.bias", "2.weight", "W0", "fc.weight"])
    #expect(selection.selected.allSatisfy { $0.name == $0.tensor.name } && selection.remarks.isEmpty)
    #expect(select(["fc.weight", "fc.bias"]).selected.map(\.name) == ["fc.weight", "fc.bias"])
  }

  @Test(
    "wrappers of training code; the optimizer is set aside",
    arguments: ["model_state_dict", "state_dict", "model_state", "model", "net", "params"])
  func wrappers(_ key: String) {
    let selection = select(
      ["\(key).0.weight", "\(key).2.weight", "optimizer.state.0.exp_avg", "best"], shapes: ["best": []])
    #expect(selection.selected.map(\.name) == ["0.weight", "2.weight"])
    #expect(selection.selected.map(\.tensor.name) == ["\(key).0.weight", "\(key).2.weight"])
    #expect(selection.setAside.map(\.tensor.name) == ["optimizer.state.0.exp_avg", "best"])
    #expect(selection.setAside[0].reason == "training state (optimizer), not the model")
    #expect(selection.remarks == ["the model's tensors are under the key \(key)"])
  }

  @Test("an averaged copy beside the model is no second network") func average() {
    let selection = select(["state_dict.0.weight", "state_dict_ema.0.weight"])
    #expect(selection.selected.map(\.name) == ["0.weight"])
    #expect(selection.setAside[0].reason == "averaged copy (state_dict_ema), beside the model")
    #expect(
      select(["model.0.weight", "ema.0.weight"], states: ["model", "ema"]).selected.map(\.tensor.name) == [
        "model.0.weight"
      ])
  }

  @Test("prefixes nest: state_dict / module. / _orig_mod. / model.") func prefixes() {
    let selection = select(["state_dict.module._orig_mod.model.0.weight", "state_dict.module._orig_mod.model.2.weight"])
    #expect(selection.selected.map(\.name) == ["0.weight", "2.weight"])
    #expect(selection.remarks.count == 4)
  }

  @Test("a submodule called net beside a head is no wrapper: nothing is lost") func submodule() {
    let names = ["net.0.weight", "net.2.weight", "head.weight"]
    #expect(select(names).selected.map(\.name) == names)
  }

  @Test("a layer called scaler, ema or net in a flat state is no training state") func layerNames() {
    let names = ["net.0.weight", "scaler.weight", "ema.weight"]
    #expect(select(names).selected.map(\.name) == names)
    #expect(select(names, states: [""]).selected.map(\.name) == names)
    #expect(select(names, states: ["net", "scaler", "ema"]).selected.map(\.name) == ["0.weight"])
  }

  @Test("a prefix that is the layer's own name stays") func ownName() {
    #expect(select(["model.weight", "model.bias"]).selected.map(\.name) == ["model.weight", "model.bias"])
  }

  @Test("student and teacher are two models; layers nested one by one are one") func several() {
    func tensors(_ names: [String]) -> [TensorDescription] {
      names.map { TensorDescription(name: $0, elementType: .float32, storedType: "F32", shape: [2, 2]) }
    }
    let two = ["student.0.weight", "student.2.weight", "teacher.0.weight", "teacher.2.weight"]
    #expect(TensorSelection(tensors(two), states: ["student", "teacher"]).models == ["student", "teacher"])
    let body = ["head.weight", "net.0.weight", "net.2.weight"]
    #expect(TensorSelection(tensors(body), states: ["head", "net"]).models == ["head", "net"])
    // One dictionary whose keys have dots: submodules of one model.
    #expect(TensorSelection(tensors(two), states: [""]).models.isEmpty)
    #expect(TensorSelection(tensors(["fc1.w", "fc2.w"]), states: ["fc1", "fc2"]).models.isEmpty)
    let wrapped = ["state_dict.0.weight", "state_dict.2.weight", "ema.0.weight", "ema.2.weight"]
    #expect(TensorSelection(tensors(wrapped), states: ["state_dict", "ema"]).models.isEmpty)
  }

  @Test("a learned number in a bare state is a part of the model") func learnedNumber() {
    let names = ["0.weight", "temperature"]
    #expect(select(names, shapes: ["temperature": []]).selected.map(\.name) == names)
  }

  @Test("an optimizer alone has no model") func optimizerAlone() {
    let selection = select(["optimizer.0.exp_avg", "optimizer.1.exp_avg"])
    #expect(selection.selected.isEmpty && selection.setAside.count == 2)
  }

  @Test("a bias of one entry is no counter") func oneEntry() {
    let names = ["W0", "b0"]
    #expect(select(names, shapes: ["b0": [1]]).selected.map(\.name) == names)
    #expect(select(["0.weight", "0.bias"], shapes: ["0.bias": []]).selected.count == 2)
  }

  @Test("a tower of wrappers is looked through eight deep, no further") func tower() {
    let name = String(repeating: "model.", count: 100_000) + "0.weight"
    let selection = select([name])
    #expect(selection.selected[0].name.count == name.count - 8 * 6)
  }
}
