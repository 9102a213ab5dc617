import Networks
import TensorFiles
import Testing

@testable import Checkpoints

@Suite struct ModuleStepsTests {
  private static func module(
    _ name: String, _ type: String, _ attributes: [String: Double] = [:], _ options: [String: String] = [:],
    children: [ModuleDescription] = []
  ) -> ModuleDescription {
    ModuleDescription(
      name: name, className: "torch.nn.modules.\(type)", attributes: attributes, options: options, children: children)
  }
  private static func sequential(_ children: ModuleDescription...) -> ModuleDescription {
    module("", "container.Sequential", children: children)
  }
  private func tensors(_ shapes: [(String, [Int])]) -> [NamedTensor] {
    shapes.map { name, shape in
      NamedTensor(name: name, tensor: .init(name: name, elementType: .float32, storedType: "F32", shape: shape))
    }
  }

  @Test("Linear, BatchNorm1d, ReLU, Dropout, nested Sequential(Linear), Softmax") func steps() throws {
    let root = Self.sequential(
      Self.module("0", "linear.Linear"), Self.module("1", "batchnorm.BatchNorm1d", ["eps": 0.001]),
      Self.module("2", "activation.ReLU"), Self.module("3", "dropout.Dropout", ["p": 0.5]),
      Self.module("4", "container.Sequential", children: [Self.module("0", "linear.Linear")]),
      Self.module("5", "activation.Softmax"))
    let named = tensors([
      ("0.weight", [4, 3]), ("0.bias", [4]), ("1.weight", [4]), ("1.bias", [4]), ("1.running_mean", [4]),
      ("1.running_var", [4]), ("4.0.weight", [2, 4]),
    ])
    let reading = try #require(ModuleSteps.reading(of: root, named))
    #expect(
      reading.steps.map(\.name) == [
        "module 0 (Linear)", "module 1 (BatchNorm1d)", "module 2 (ReLU)", "module 4.0 (Linear)", "module 5 (Softmax)",
      ])
    #expect(reading.remarks == ["module 3 (Dropout) changes nothing at inference"])
    guard case .scaleAndShift(let map) = reading.steps[1].kind,
      case .batchNormalization(_, _, _, _, let ε) = map.source
    else {
      Issue.record("no normalization")
      return
    }
    #expect(ε == 0.001 && reading.steps[2].kind == .activation(.relu) && reading.steps[4].kind == .tail)
    #expect(StepSequence(reading).obstacle == nil)
  }

  @Test(
    "parameters that change what a module computes are read or refused",
    arguments: [
      (module("0", "activation.Hardtanh", ["min_val": 0, "max_val": 1]), .activation(.clip(lower: 0, upper: 1))),
      (module("0", "activation.LeakyReLU", ["negative_slope": 0.01]), .activation(.leakyReLU)),
      (module("0", "activation.Softplus", ["beta": 1, "threshold": 20]), .activation(.softplus)),
      (module("0", "activation.LeakyReLU", ["negative_slope": 0.2]), nil),
      (module("0", "activation.Softplus", ["beta": 2]), nil),
      // TorchScript keeps parameters in its code, which is not read: the usual ones are not assumed.
      (module("0", "activation.Softplus"), nil), (module("0", "activation.LeakyReLU"), nil),
      (module("0", "activation.Hardtanh"), nil), (module("0", "activation.GELU"), nil),
      (module("0", "activation.Softmax", ["dim": 0]), nil), (module("0", "flatten.Flatten", ["start_dim": 0]), nil),
      (module("0", "activation.ELU", ["alpha": 2]), nil),
      (module("0", "activation.GELU", [:], ["approximate": "tanh"]), nil),
      (module("0", "activation.Hardtanh", ["min_val": 1, "max_val": 0]), nil), (module("0", "pooling.MaxPool2d"), nil),
    ] as [(ModuleDescription, NetworkStep.Kind?)])
  func parameters(_ module: ModuleDescription, _ expected: NetworkStep.Kind?) throws {
    let reading = try #require(ModuleSteps.reading(of: Self.sequential(module), []))
    #expect(reading.steps.count == 1)
    if let expected {
      #expect(reading.steps[0].kind == expected)
    } else if case .unsupported(let reason) = reading.steps[0].kind {
      #expect(reason.hasPrefix("module class \(module.className) at 0"))
    } else {
      Issue.record("accepted")
    }
  }

  @Test("a class of its own is not guessed at; one kind of activation is still told") func ownClass() {
    let children = [Self.module("fc1", "linear.Linear"), Self.module("act", "activation.Sigmoid")]
    let root = ModuleDescription(name: "", className: "__main__.Net", children: children)
    #expect(ModuleSteps.reading(of: root, []) == nil && ModuleSteps.activation(in: root) == .one(.sigmoid))
    let mixed = ModuleDescription(
      name: "", className: "Net", children: children + [Self.module("b", "activation.ReLU")])
    #expect(ModuleSteps.activation(in: mixed) == .refused("modules of several activations: sigmoid, relu"))
    let leaky = Self.module("act", "activation.LeakyReLU", ["negative_slope": 0.2])
    let slope = ModuleDescription(name: "", className: "Net", children: [children[0], leaky])
    #expect(
      ModuleSteps.activation(in: slope)
        == .refused("module class torch.nn.modules.activation.LeakyReLU at act with negative_slope 0.2"))
    #expect(ModuleSteps.activation(in: ModuleDescription(name: "", className: "Net", children: [children[0]])) == .none)
  }

  @Test("a class that is only called like one of torch's is not taken for it") func namesakes() throws {
    for type in ["mine.Linear", "mine.ReLU", "mine.Dropout", "torch.nn.modules.custom.DropoutLinear"] {
      let reading = try #require(
        ModuleSteps.reading(of: Self.sequential(ModuleDescription(name: "0", className: type)), []))
      guard case .unsupported? = reading.steps.first?.kind else {
        Issue.record("\(type) is taken for torch's own")
        continue
      }
    }
  }

  @Test("a tensor that no module uses refuses the model") func unusedTensor() throws {
    let root = Self.sequential(Self.module("0", "linear.Linear"))
    let reading = try #require(
      ModuleSteps.reading(of: root, tensors([("0.weight", [2, 2]), ("0.scale", [2])])))
    #expect(reading.obstacle == "0.scale of shape [2] is used by no module that is understood")
  }

  @Test("weight_norm's own parameters count, not the copy beside them") func staleCopy() throws {
    let root = Self.sequential(Self.module("0", "linear.Linear"))
    let named = tensors([("0.weight", [2, 3]), ("0.weight_g", [2, 1]), ("0.weight_v", [2, 3])])
    let reading = try #require(ModuleSteps.reading(of: root, named))
    guard case .linear(.weightNorm, _)? = reading.steps.first?.kind else {
      Issue.record("the copy is read")
      return
    }
    #expect(reading.obstacle == nil)
  }

  @Test("a tower of a thousand Sequentials ends") func tower() {
    var root = Self.module("0", "container.Sequential")
    for _ in 0..<1000 { root = Self.module("0", "container.Sequential", children: [root]) }
    #expect(ModuleSteps.reading(of: root, [])?.steps.count == 1)
  }
}
