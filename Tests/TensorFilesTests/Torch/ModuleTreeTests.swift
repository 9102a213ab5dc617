import TestSupport
import Testing

@testable import TensorFiles

@Suite struct ModuleTreeTests {
  private func module(_ name: String) throws -> ModuleDescription {
    let file = try TensorFiles.open(torchFixture(name))
    guard case .modules(let module) = file.structure else { throw StructureMissing() }
    return module
  }

  private struct StructureMissing: Error {}

  @Test(
    "a whole module and a scripted one tell their classes in order", arguments: ["whole_module.pt", "torchscript.pt"])
  func classes(name: String) throws {
    let root = try module(name)
    #expect(root.name == "" && root.className == "torch.nn.modules.container.Sequential")
    #expect(root.children.map(\.name) == ["0", "1", "2", "3", "4"])
    let (linear, relu) = ("torch.nn.modules.linear.Linear", "torch.nn.modules.activation.ReLU")
    #expect(root.children.map(\.className) == [linear, relu, linear, relu, linear])
  }

  @Test("attributes and options of a user's module under a wrapper key")
  func attributes() throws {
    let root = try module("module_batchnorm.pt")
    #expect(root.name == "model" && root.className == "fixtures.Net")
    #expect(root.children.map(\.name) == ["features", "dropout", "head"])
    let features = root.children[0].children
    #expect(features[1].className == "torch.nn.modules.batchnorm.BatchNorm1d")
    #expect(features[1].attributes["eps"] == 0.001 && features[1].attributes["training"] == 1)
    #expect(features[2].options == ["approximate": "tanh"])
    #expect(root.children[1].attributes["p"] == 0.25)
    #expect(features[0].attributes["in_features"] == 8)
  }

  @Test("tensors are named and ordered as state_dict does, with its buffers")
  func names() throws {
    let file = try TensorFiles.open(torchFixture("module_batchnorm.pt"))
    #expect(
      file.tensors.map(\.name) == [
        "model.step", "model.features.0.weight", "model.features.0.bias", "model.features.1.weight",
        "model.features.1.bias", "model.features.1.running_mean", "model.features.1.running_var",
        "model.features.1.num_batches_tracked", "model.head.weight", "model.head.bias",
      ])
    #expect(file.metadata == ["epoch": "2"])
    #expect(file.remarks.contains("opaque: fixtures.Net"))
  }

  @Test("a scripted BatchNorm keeps its buffers")
  func scripted() throws {
    let file = try TensorFiles.open(torchFixture("torchscript_batchnorm.pt"))
    #expect(file.tensors.map(\.name).contains("1.running_var"))
    #expect(try module("torchscript_batchnorm.pt").children[1].className == "torch.nn.modules.batchnorm.BatchNorm1d")
  }

  @Test("a module that is used twice stands in both places, as in state_dict")
  func sharedModule() throws {
    let root = try module("shared_module.pt")
    #expect(root.children.map(\.name) == ["0", "1", "2"])
    #expect(
      try TensorFiles.open(torchFixture("shared_module.pt")).tensors.map(\.name) == [
        "0.weight", "0.bias", "2.weight", "2.bias",
      ])
  }

  @Test("one object with many attributes under many names is looked at once", .timeLimit(.minutes(5)))
  func repeatedObject() throws {
    let count = 100_000
    let attributes = String(repeating: "g0\nI1\ns", count: count)
    let object = "Va\np0\n0cfixtures\nThing\n(tR(d\(attributes)bp1\n0"
    let children = String(repeating: "g0\ng1\ns", count: count)
    let text = object + "cfixtures\nNet\n(tR(dV_modules\n(d\(children)sb."
    let folder = try TemporaryFolder()
    let path = try folder.write([0x80, 0x02] + Array(text.utf8), "m.bin")
    guard case .modules(let module) = try TensorFiles.open(path).structure else { throw StructureMissing() }
    #expect(module.className == "fixtures.Net" && module.children.isEmpty)
  }

  @Test("an object whose state is set again and again is refused") func states() throws {
    let text = "(dp0\n0cfixtures\nThing\n(tR" + String(repeating: "g0\nb", count: 9) + "."
    let folder = try TemporaryFolder()
    let path = try folder.write([0x80, 0x02] + Array(text.utf8), "m.bin")
    let error = #expect(throws: TensorFileError.self) { try TensorFiles.open(path) }
    #expect(error?.description.contains("state is set more than 8 times") == true)
  }
}
