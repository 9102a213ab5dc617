import TestSupport
import Testing

@testable import TensorFiles

@Suite struct PickleReaderTests {
  private func read(_ bytes: [UInt8]) throws(PickleFault) -> (value: PickleValue, graph: PickleGraph) {
    var reader = PickleReader(InMemoryBytes(bytes), range: 0..<bytes.count, memoryLimit: 1 << 20)
    return (try reader.read(), reader.graph)
  }

  private func read(_ text: String) throws(PickleFault) -> (value: PickleValue, graph: PickleGraph) {
    try read(Array(text.utf8))
  }

  @Test(
    "scalars of all protocols",
    arguments: [
      ("I42\n.", PickleValue.integer(42)), ("I-7\n.", .integer(-7)), ("I00\n.", .bool(false)), ("I01\n.", .bool(true)),
      ("L12345678901L\n.", .integer(12_345_678_901)), ("F2.5\n.", .number(2.5)), ("N.", .none),
      ("S'a\\x41\\n\\\\'\n.", .text("aA\n\\")), ("Vtext\n.", .text("text")), ("U\u{2}hi.", .text("hi")),
    ])
  func scalars(text: String, value: PickleValue) throws {
    #expect(try read(text).value == value)
  }

  @Test("binary integers are two's complement of any length; larger ones stay opaque")
  func integers() throws {
    #expect(try read([0x8A, 1, 0xFF, 0x2E]).value == .integer(-1))
    #expect(try read([0x8A, 0, 0x2E]).value == .integer(0))
    #expect(try read([0x8A, 2, 0x00, 0x80, 0x2E]).value == .integer(-32768))
    #expect(try read([0x8A, 8] + littleEndian(Int64.min) + [0x2E]).value == .integer(.min))
    #expect(try read([0x4A, 0xFE, 0xFF, 0xFF, 0xFF, 0x2E]).value == .integer(-2))
    let (value, graph) = try read([0x8A, 9] + [UInt8](repeating: 1, count: 9) + [0x2E])
    guard case .largeInteger(2..<11)? = graph.node(value) else {
      Issue.record("\(value)")
      return
    }
  }

  @Test("protocol 0 builds lists, tuples and dictionaries from marks")
  func marks() throws {
    let (list, graph) = try read("(I1\nI2\nl.")
    #expect(graph.integers(list) == [1, 2])
    let (dictionary, graph2) = try read("(Vk\nI1\nd.")
    #expect(graph2.container(dictionary)?.entries.map(\.value) == [.integer(1)])
    let (tuple, graph3) = try read("((I1\nt0(I2\nI3\nt.")
    #expect(graph3.integers(tuple) == [2, 3])
  }

  @Test("an unknown class keeps its arguments, state, elements and entries")
  func opaque() throws {
    let (value, graph) = try read("cmy.module\nThing\n(I1\ntR(Vx\nI5\ndbI9\na.")
    let object = try #require(graph.container(value))
    #expect(object.className == PickleGlobal(module: "my.module", name: "Thing"))
    #expect(graph.integers(object.arguments) == [1])
    #expect(graph.attribute("x", of: object) == .integer(5))
    #expect(object.items == [.integer(9)])
    #expect(graph.opaqueNames == ["my.module.Thing"])
  }

  @Test("objects of protocols 0 and 1 through copyreg")
  func copyreg() throws {
    let (value, graph) = try read("ccopy_reg\n_reconstructor\n(cmy\nThing\nc__builtin__\nobject\nNtR.")
    #expect(graph.container(value)?.className?.description == "my.Thing")
  }

  @Test("naming a dangerous function is no call; giving it to another function is one")
  func names() throws {
    #expect(try read("cos\nsystem\n.").graph.global(.node(0))?.description == "os.system")
    #expect(throws: PickleFault.hostile(call: "os.system")) { try read("cmy\napply\n(cos\nsystem\nVls\ntR.") }
  }

  @Test(
    "what can run code is known in all its spellings",
    arguments: [
      ("os.path", "join"), ("nt", "system"), ("builtins", "exec"), ("builtins", "eval.__call__"), ("torch", "load"),
      ("torch.hub", "load"), ("torch.serialization", "load"), ("numpy.testing._private.utils", "runstring"),
      ("operator", "attrgetter"), ("importlib", "import_module"), ("asyncio.unix_events", "x"),
      ("builtins", "__import__"),
    ])
  func denied(module: String, name: String) { #expect(PickleGlobal(module: module, name: name).canRunCode) }

  @Test(
    "what honest checkpoints call is not refused",
    arguments: [
      ("builtins", "set"), ("builtins", "ValueError"), ("torch.serialization", "_get_layout"), ("code.models", "Net"),
      ("test", "Net"), ("types", "SimpleNamespace"), ("osmnx", "graph"), ("functools", "partial"),
      ("pathlib", "PosixPath"),
    ])
  func allowed(module: String, name: String) { #expect(!PickleGlobal(module: module, name: name).canRunCode) }

  @Test(
    "broken pickles",
    arguments: ["", ".", "0.", "t.", "1.", "g1\n.", "a.", "b.", "R.", "Ix\n.", "Fx\n.", "S'a\n.", "Pid\n.", "\u{7}."])
  func broken(text: String) {
    #expect(throws: PickleFault.self) { try read(text) }
  }

  @Test("a key without a value, elements for a tuple, a later protocol")
  func misused() {
    #expect(throws: PickleFault.self) { try read("}(I1\nu.") }
    #expect(throws: PickleFault.self) { try read(")I1\na.") }
    #expect(throws: PickleFault.self) { try read([0x80, 6, 0x4E, 0x2E]) }
  }
}
