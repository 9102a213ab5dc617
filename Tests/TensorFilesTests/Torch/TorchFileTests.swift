import TestSupport
import Testing

@testable import TensorFiles

func torchFixture(_ name: String) -> String { Fixtures.url("interop/torch/\(name)").path }

@Suite struct TorchFileTests {
  static let keys = ["0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias"]

  /// Files that hold the reference weights as float32, with what stands before their names.
  static let exact = [
    ("mlp.pt", ""), ("mlp.pth", ""), ("mlp_f64.pt", ""), ("mlp_legacy_nonzip.pt", ""), ("mlp_pickle_protocol4.pt", ""),
    ("mlp_pickle_protocol5.pt", ""), ("parameters.pt", ""), ("prefix_module_dataparallel.pt", "module."),
    ("prefix_orig_mod_compile.pt", "_orig_mod."), ("strided_transposed.pt", ""), ("torchscript.pt", ""),
    ("whole_module.pt", ""), ("legacy_module.pt", ""), ("wrapped_model.pth", "model."),
    ("wrapped_model_state_dict.pt", "model_state_dict."),
    ("wrapped_state_dict.pth.tar", "state_dict."), ("plain_pickle.bin", ""), ("numpy_pickle.bin", ""),
    ("lightning.ckpt", "state_dict.model."), ("ordered_dict_subclass.bin", ""),
  ]

  @Test("every container and wrapper gives the reference weights, in their order", arguments: exact)
  func referenceValues(name: String, prefix: String) throws {
    let file = try TensorFiles.open(torchFixture(name))
    let names = Self.keys.map { prefix + $0 }
    #expect(file.tensors.map(\.name).filter(names.contains) == names)
    for (key, weights) in try referenceWeights() {
      #expect(try file.values(of: file.tensor(named: prefix + key)) == weights, "\(key)")
    }
  }

  // Conversion rounds once: half a unit in the last place, 2⁻¹¹ of a half's and 2⁻⁸ of a bfloat16's (truncated or
  // rounded) magnitude; below a half's smallest normal number the spacing is 2⁻²⁴.
  @Test("16-bit types give the weights rounded", arguments: [("mlp_f16.pt", 0x1p-11), ("mlp_bf16.pt", 0x1p-8)])
  func roundedValues(name: String, unit: Double) throws {
    let file = try TensorFiles.open(torchFixture(name))
    for (key, weights) in try referenceWeights() {
      for (read, exact) in zip(try file.values(of: file.tensor(named: key)), weights) {
        #expect(abs(read - exact) <= max(unit * abs(exact), 0x1p-25))
      }
    }
  }

  @Test("plain files have exactly the six tensors and their definition order")
  func plainStructure() throws {
    for name in ["mlp.pt", "mlp_legacy_nonzip.pt", "parameters.pt", "plain_pickle.bin"] {
      let file = try TensorFiles.open(torchFixture(name))
      #expect(file.tensors.map(\.name) == Self.keys)
      guard case .definitionOrder = file.structure else {
        Issue.record("\(name): \(file.structure)")
        return
      }
    }
  }

  @Test("partial ranges are those of the whole, strided or not", arguments: ["mlp.pt", "strided_transposed.pt"])
  func ranges(name: String) throws {
    let file = try TensorFiles.open(torchFixture(name))
    let tensor = try file.tensor(named: "0.weight")
    let whole = try file.values(of: tensor)
    for start in stride(from: 0, to: 126, by: 7) {
      #expect(try file.values(of: tensor, elements: start..<start + 2) == Array(whole[start..<start + 2]))
    }
  }

  @Test("metadata are the scalars of the root, and no tensors")
  func metadata() throws {
    let wrapped = try TensorFiles.open(torchFixture("wrapped_model_state_dict.pt"))
    #expect(wrapped.metadata == ["epoch": "8", "loss": "0.39052194356918335"])
    #expect(wrapped.tensors.map(\.name).contains("optimizer_state_dict.state.5.momentum_buffer"))
    #expect(try TensorFiles.open(torchFixture("wrapped_state_dict.pth.tar")).metadata == ["epoch": "8", "arch": "mlp"])
    #expect(
      try TensorFiles.open(torchFixture("lightning.ckpt")).metadata == [
        "epoch": "3", "global_step": "96", "hparams_name": "kwargs", "pytorch-lightning_version": "2.6.6",
      ])
  }

  @Test("a Lightning checkpoint's unknown classes are opaque, and tensors inside are found")
  func opaque() throws {
    let file = try TensorFiles.open(torchFixture("lightning.ckpt"))
    #expect(file.remarks == ["torch ZIP archive, pickle protocol 2", "opaque: argparse.Namespace"])
    #expect(try file.values(of: file.tensor(named: "hyper_parameters.init")) == [1, 1])
  }

  @Test("the container is remarked")
  func remarks() throws {
    for (name, remark) in [
      ("mlp_legacy_nonzip.pt", "legacy torch file, pickle protocol 2"), ("plain_pickle.bin", "pickle, protocol 4"),
      ("torchscript.pt", "TorchScript archive, pickle protocol 2"), ("big_endian.pt", "big-endian"),
      ("numpy_pickle.bin", "6 NumPy arrays"),
    ] {
      let remarks = try TensorFiles.open(torchFixture(name)).remarks
      #expect(remarks.contains { $0.hasPrefix(remark) }, "\(name): \(remarks)")
    }
  }

  @Test("a frozen script keeps its weights among its constants: that they are not read is remarked")
  func frozen() throws {
    let file = try TensorFiles.open(torchFixture("torchscript_frozen.pt"))
    #expect(file.tensors.isEmpty)
    #expect(file.remarks.contains("a frozen script's constants (constants.pkl, 192 bytes) are not read"))
  }

  @Test("NumPy arrays: both orders of axes and of bytes; objects are refused, numbers are metadata")
  func numpy() throws {
    let file = try TensorFiles.open(torchFixture("numpy_inside.pt"))
    let weights = try referenceWeights()["0.weight"]
    for name in ["W", "fortran", "big"] { #expect(try file.values(of: file.tensor(named: name)) == weights) }
    #expect(file.metadata == ["epoch": "4", "loss": "0.25"])
    let objects = try file.tensor(named: "objects")
    #expect(throws: TensorFileError.pickledObjects(path: file.path, tensor: "objects")) {
      try file.values(of: objects)
    }
    let positional = try TensorFiles.open(torchFixture("numpy_pickle_protocol2.bin"))
    #expect(positional.tensors.map(\.name) == ["0", "1", "2", "3", "4", "5"])
    #expect(try positional.values(of: positional.tensors[0]) == weights)
  }

  @Test("storages are shared, and views read their own part")
  func sharedStorage() throws {
    let file = try TensorFiles.open(torchFixture("shared_storage.pt"))
    let all = (0..<24).map(Double.init)
    #expect(file.tensors.map(\.name) == ["all", "rows", "columns", "tied", "empty"])
    #expect(try file.values(of: file.tensors[0]) == all)
    #expect(try file.values(of: file.tensors[1]) == Array(all[6..<18]))
    #expect(try file.values(of: file.tensors[2]) == [2, 3, 8, 9, 14, 15, 20, 21])
    #expect(try file.values(of: file.tensors[3]) == all)
    #expect(try file.values(of: file.tensors[4]) == [])
  }

  @Test("an expanded tensor repeats its elements, but not beyond what the file's size allows")
  func expanded() throws {
    let file = try TensorFiles.open(torchFixture("expanded.pt"))
    #expect(try file.values(of: file.tensors[0]) == [1, 2, 1, 2, 1, 2])
    #expect(try file.values(of: file.tensors[1], elements: 7..<9) == [1, 1])
    #expect(throws: TensorFileError.self) { try file.values(of: file.tensors[1]) }
  }

  @Test("integers are read; complex, 8-bit floats, sparse, quantized and meta tensors are listed and refused")
  func types() throws {
    let file = try TensorFiles.open(torchFixture("types.pt"))
    for name in ["int8", "uint8", "int16", "int32", "int64", "uint16", "uint32", "uint64"] {
      #expect(try file.values(of: file.tensor(named: name)) == [0, 1, 2], "\(name)")
    }
    #expect(try file.values(of: file.tensor(named: "bool")) == [0, 1, 1])
    #expect(try file.values(of: file.tensor(named: "scalar")) == [3.5])
    #expect(try file.tensor(named: "empty").shape == [0, 4])
    for name in ["complex64", "float8_e4m3fn", "sparse", "quantized", "meta"] {
      let tensor = try file.tensor(named: name)
      #expect(
        throws: TensorFileError.unreadableElementType(path: file.path, tensor: name, storedType: tensor.storedType)
      ) {
        try file.values(of: tensor)
      }
    }
    #expect(try file.tensor(named: "sparse").shape == [3, 3])
    #expect(file.tensors.count == 16)
  }

  @Test("views that are stored without their sign or conjugation are listed and refused, not read wrongly")
  func lazyViews() throws {
    let file = try TensorFiles.open(torchFixture("lazy_views.pt"))
    for (name, type) in [("negated", "negated view"), ("conjugated", "conjugated view")] {
      let tensor = try file.tensor(named: name)
      #expect(tensor.shape == [2] && tensor.elementType == nil)
      #expect(throws: TensorFileError.unreadableElementType(path: file.path, tensor: name, storedType: type)) {
        try file.values(of: tensor)
      }
    }
    #expect(try file.values(of: file.tensor(named: "resolved")) == [-2, -4])
  }

  @Test("big-endian and deflated archives", arguments: ["big_endian.pt", "deflated.pt"])
  func unusualArchives(name: String) throws {
    let file = try TensorFiles.open(torchFixture(name))
    #expect(try file.values(of: file.tensors[0]) == [1, 2, 3, 4])
  }

  @Test("NaN and infinity are read as they are")
  func notFinite() throws {
    let file = try TensorFiles.open(torchFixture("EDGE_nan_inf.pt"))
    #expect(try file.tensors.contains { try file.values(of: $0).contains { !$0.isFinite } })
  }

  @Test("a circle and exponentially many paths to nothing are no trouble")
  func harmlessGraphs() throws {
    #expect(try TensorFiles.open(torchFixture("EDGE_circle.pt")).tensors.map(\.name) == ["w"])
    #expect(try TensorFiles.open(torchFixture("EDGE_billion_laughs.pt")).tensors.isEmpty)
  }

  @Test("paths that read alike are numbered on, past numbers that are names themselves") func equalPaths() throws {
    let folder = try TemporaryFolder()
    let names = "cnumpy.core.multiarray\n_reconstruct\np1\n0cnumpy\nndarray\np2\n0cnumpy\ndtype\n(Vu1\ntRp3\n0"
    let array = "g1\n(g2\n(tVb\ntR(I1\n(I1\ntg3\nI00\nVa\ntb"
    let keys = ["I1\n", "V1#2\n", "V1\n", "F1.5\n", "V1.5\n"]
    let text = names + "(d" + keys.map { "\($0)\(array)s" }.joined() + "."
    let path = try folder.write([0x80, 0x02] + Array(text.utf8), "m.bin")
    #expect(try TensorFiles.open(path).tensors.map(\.name) == ["1", "1#2", "1#3", "1.5", "1.5#2"])
  }

  @Test func severalThreadsMayReadAtOnce() async throws {
    #expect(try await threadsAgree(on: try TensorFiles.open(torchFixture("mlp.pt"))))
  }
}
