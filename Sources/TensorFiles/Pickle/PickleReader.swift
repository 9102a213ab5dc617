/// A restricted reader of pickles: builds data, looks nothing up and calls nothing.
///
/// A pickle is a program for a machine with a stack. Here its instructions make values only; a "call" of a known
/// constructor makes a tensor, any other an opaque object that keeps its arguments, and one of a function that can run code
/// refuses the file. Every instruction takes at least a byte and pushes at most one value: O(bytes) time. Memory is counted
/// and limited.
struct PickleReader {
  var cursor: PickleCursor
  var graph: PickleGraph
  let source: any ByteSource
  private(set) var protocolVersion = 0
  /// True for a pickle within a pickle, in which no third one is followed.
  var isEmbedded = false
  /// Storages that lie in the pickle itself, by their place.
  var embedded: [Int: PickleValue] = [:]
  private var stack: [PickleValue] = []
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  private var deepestStack = 0

  /// A reader of the pickle that begins where the range does.
  init(_ source: any ByteSource, range: Range<Int>, memoryLimit: Int) {
    self.source = source
    cursor = PickleCursor(source, range: range)
    graph = PickleGraph(memoryLimit: memoryLimit)
  }

  /// Reads one pickle up to its end; a further call reads the next one.
  mutating func read() throws(PickleFault) -> PickleValue {
    (stack, marks, memo) = ([], [], [:])
    while true {
      let start = cursor.position
      let byte = try cursor.byte()
      guard let opcode = PickleOpcode(rawValue: byte) else {
        throw .malformed(offset: start, reason: "unknown instruction 0x\(String(byte, radix: 16))")
      }
      if opcode == .stop { return try pop() }
      try execute(opcode)
    }
  }

  /// A fault at the present place.
  func fault(_ reason: String) -> PickleFault { .malformed(offset: cursor.position, reason: reason) }

  private mutating func execute(_ opcode: PickleOpcode) throws(PickleFault) {
    switch opcode {
    case .proto:
      protocolVersion = Int(try cursor.byte())
      guard protocolVersion <= 5 else { throw fault("pickle protocol \(protocolVersion) is not known") }
    case .frame: _ = try cursor.integer(byteCount: 8)
    case .mark, .pop, .popMark, .dup: try moveStack(opcode)
    case .get, .binGet, .longBinGet, .put, .binPut, .longBinPut, .memoize: try useMemo(opcode)
    case .emptyList, .list, .emptyTuple, .tuple, .tuple1, .tuple2, .tuple3, .emptyDict, .dict, .emptySet, .frozenSet:
      try push(makeContainer(opcode))
    case .append, .appends, .setItem, .setItems, .addItems: try fill(opcode)
    case .global, .stackGlobal, .reduce, .newObj, .newObjEx, .inst, .obj, .build, .persId, .binPersId:
      try call(opcode)
    case .ext1, .ext2, .ext4: throw fault("the extension registry is not used")
    case .nextBuffer, .readOnlyBuffer: throw fault("the pickle's buffers are not in the file")
    default: try push(scalar(opcode))
    }
  }

  private mutating func moveStack(_ opcode: PickleOpcode) throws(PickleFault) {
    switch opcode {
    case .mark:
      try graph.charge(24)
      marks.append(stack.count)
    case .pop where marks.last == stack.count && !marks.isEmpty: marks.removeLast()
    case .pop: _ = try pop()
    case .popMark: _ = try popToMark()
    default:
      let top = try pop()
      try push(top)
      try push(top)
    }
  }

  private mutating func useMemo(_ opcode: PickleOpcode) throws(PickleFault) {
    let index: Int
    switch opcode {
    case .binGet, .binPut: index = Int(try cursor.byte())
    case .longBinGet, .longBinPut: index = Int(try cursor.integer(byteCount: 4))
    case .memoize: index = memo.count
    default:
      guard let number = Int(try cursor.textLine()), number >= 0 else { throw fault("a memo's number is not one") }
      index = number
    }
    switch opcode {
    case .get, .binGet, .longBinGet:
      guard let value = memo[index] else { throw fault("memo \(index) was never set") }
      try push(value)
    default:
      try graph.charge(56)
      memo[index] = try top()
    }
  }

  private mutating func makeContainer(_ opcode: PickleOpcode) throws(PickleFault) -> PickleValue {
    switch opcode {
    case .emptyList: return try graph.add(.list)
    case .list: return try graph.add(.list, popToMark())
    case .emptyTuple: return try graph.add(.tuple)
    case .tuple: return try graph.add(.tuple, popToMark())
    case .tuple1: return try graph.add(.tuple, [pop()])
    case .tuple2:
      let second = try pop()
      return try graph.add(.tuple, [pop(), second])
    case .tuple3:
      let third = try pop()
      let second = try pop()
      return try graph.add(.tuple, [pop(), second, third])
    case .emptySet: return try graph.add(.set)
    case .frozenSet: return try graph.add(.set, popToMark())
    case .emptyDict: return try graph.add(.dictionary)
    default:
      let pairs = try popToMark()
      let dictionary = PickleContainer(.dictionary)
      try setItems(pairs, of: dictionary)
      return try graph.add(.container(dictionary))
    }
  }

  private mutating func fill(_ opcode: PickleOpcode) throws(PickleFault) {
    let values: [PickleValue]
    switch opcode {
    case .append: values = [try pop()]
    case .setItem:
      let value = try pop()
      values = [try pop(), value]
    default: values = try popToMark()
    }
    guard let container = graph.container(try top()), container.kind != .tuple else {
      throw fault("elements for something that holds none")
    }
    if opcode == .setItem || opcode == .setItems { return try setItems(values, of: container) }
    try graph.charge(values.count * 24)
    container.items += values
  }

  private mutating func setItems(_ values: [PickleValue], of container: PickleContainer) throws(PickleFault) {
    guard values.count.isMultiple(of: 2) else { throw fault("a key without a value") }
    try graph.charge(values.count * 24)
    for index in stride(from: 0, to: values.count, by: 2) {
      container.entries.append((values[index], values[index + 1]))
    }
  }

  // MARK: The stack

  mutating func push(_ value: PickleValue) throws(PickleFault) {
    stack.append(value)
    if stack.count > deepestStack {
      deepestStack = stack.count
      // 24 for the value; a growing array has up to twice the room, and is copied while it grows.
      try graph.charge(64)
    }
  }

  mutating func pop() throws(PickleFault) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.popLast() else { throw fault("the stack is empty") }
    return value
  }

  func top() throws(PickleFault) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.last else { throw fault("the stack is empty") }
    return value
  }

  mutating func popToMark() throws(PickleFault) -> [PickleValue] {
    guard let mark = marks.popLast() else { throw fault("there is no mark") }
    let values = Array(stack[mark...])
    stack.removeSubrange(mark...)
    return values
  }
}
