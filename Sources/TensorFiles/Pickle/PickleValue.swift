/// A value of a pickle. Anything with an identity or a size is a node of the `PickleGraph`.
///
/// Nodes are named by index and not referred to: a pickle may nest a million lists or close a circle, and neither may cost
/// a recursive release or a leak.
enum PickleValue: Equatable {
  case none
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case node(Int)
}

/// A class or function by its name. It is never looked up, let alone called.
struct PickleGlobal: Hashable, CustomStringConvertible {
  let module: String
  let name: String
  /// True for functions that can run code or touch the system. No checkpoint needs to call one: such a file is hostile.
  let canRunCode: Bool

  init(module: String, name: String) {
    self.module = module
    self.name = name
    canRunCode = PickleDenyList.contains(module: module, name: name)
  }

  var description: String { "\(module).\(name)" }

  /// True where the module is the package, or lies in it.
  func isOf(package: String) -> Bool { module == package || module.hasPrefix(package + ".") }

  /// True for classes that occur in honest checkpoints and need no remark.
  var isFamiliar: Bool {
    if ["builtins", "__builtin__", "collections", "numpy"].contains(module) { return true }
    return module.hasPrefix("torch.nn.modules.") || module.hasPrefix("__torch__") || description == "torch.device"
  }
}

/// What a node of the graph is.
enum PickleNode {
  case container(PickleContainer)
  case global(PickleGlobal)
  case bytes(PickleBytes)
  /// An integer that does not fit `Int`; its bytes in the source, least significant first.
  case largeInteger(Range<Int>)
  case storage(TorchStorage)
  case tensor(PickledTensor)
  case numpyType(NumpyType)
}

/// Bytes without a copy of them.
enum PickleBytes: Equatable, Sendable {
  /// A range of the pickle's source.
  case stored(Range<Int>)
  /// Text whose code points are the bytes (latin1): so protocol 2 stores bytes.
  case latin1(String)
}

/// A list, tuple, set, dictionary, or an object of a class that only its name is known of.
final class PickleContainer {
  /// What it is.
  enum Kind: Equatable {
    case list
    case tuple
    case set
    case dictionary
    case object(PickleGlobal?)
  }

  let kind: Kind
  /// Elements in order.
  var items: [PickleValue]
  /// Keys and values in order.
  var entries: [(key: PickleValue, value: PickleValue)] = []
  /// What the object was made from.
  var arguments: PickleValue = .none
  /// What the object's state was set to, one value for each time.
  var states: [PickleValue] = []

  init(_ kind: Kind, items: [PickleValue] = []) {
    self.kind = kind
    self.items = items
  }

  /// The class of an object.
  var className: PickleGlobal? { if case .object(let name) = kind { name } else { nil } }
}

/// Why a pickle is refused.
enum PickleFault: Error, Equatable {
  /// It breaks the format at a byte offset.
  case malformed(offset: Int, reason: String)
  /// It calls something that can run code or touch the system.
  case hostile(call: String)
  /// Its values would take more memory than a file of this size may ask for.
  case tooLarge(limit: Int)

  /// The error for a file.
  func error(path: String) -> TensorFileError {
    switch self {
    case .malformed(let offset, let reason): .malformedPickle(path: path, offset: offset, reason: reason)
    case .hostile(let call): .hostilePickle(path: path, call: call)
    case .tooLarge(let limit): .memoryLimit(path: path, limit: limit)
    }
  }
}
