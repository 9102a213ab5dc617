// The instructions that name, call and set up classes and functions: here they only make data.
extension PickleReader {
  mutating func call(_ opcode: PickleOpcode) throws(PickleFault) {
    switch opcode {
    case .global: try push(global(module: cursor.textLine(), name: cursor.textLine()))
    case .stackGlobal:
      let name = try pop()
      let module = try pop()
      guard let name = graph.text(name), let module = graph.text(module) else { throw fault("a name is not text") }
      try push(global(module: module, name: name))
    case .persId: throw fault("a persistent id that is no storage")
    case .binPersId: try push(value(persistentId: pop()))
    case .reduce:
      let arguments = try pop()
      try push(result(of: pop(), arguments))
    case .newObj:
      let arguments = try pop()
      try push(object(of: pop(), arguments))
    case .newObjEx:
      let keywords = try pop()
      let arguments = try pop()
      try push(object(of: pop(), graph.add(.tuple, [arguments, keywords])))
    case .inst:
      let type = try global(module: cursor.textLine(), name: cursor.textLine())
      try push(object(of: type, graph.add(.tuple, popToMark())))
    case .obj:
      let values = try popToMark()
      guard let type = values.first else { throw fault("an object without a class") }
      try push(object(of: type, graph.add(.tuple, Array(values.dropFirst()))))
    default:
      let state = try pop()
      try setState(state, of: try top())
    }
  }

  private mutating func global(module: String, name: String) throws(PickleFault) -> PickleValue {
    try graph.charge(module.utf8.count + name.utf8.count)
    return try graph.add(.global(PickleGlobal(module: module, name: name)))
  }

  /// What a function would return, if it is a known constructor; else an opaque object.
  private mutating func result(of function: PickleValue, _ arguments: PickleValue) throws(PickleFault) -> PickleValue {
    guard let items = graph.items(arguments) else { throw fault("a call without a tuple of arguments") }
    guard let name = graph.global(function) else { return try object(of: function, arguments) }
    try refuseHostile(name, arguments)
    switch (name.module, name.name) {
    case ("copyreg", "_reconstructor"), ("copy_reg", "_reconstructor"):
      return try object(of: items.first ?? .none, .none)
    case ("copyreg", "__newobj__"), ("copy_reg", "__newobj__"):
      return try object(of: items.first ?? .none, arguments)
    case ("_codecs", "encode"):
      guard let text = items.first.flatMap(graph.text) else { throw fault("encoding something that is not text") }
      return try graph.add(.bytes(.latin1(text)))
    default:
      if let value = try torchValue(name, items) { return value }
      if let value = try numpyValue(name, items) { return value }
      return try object(of: function, arguments)
    }
  }

  /// An opaque object of a class that is only known by name.
  private mutating func object(of type: PickleValue, _ arguments: PickleValue) throws(PickleFault) -> PickleValue {
    let name = graph.global(type)
    if let name {
      try refuseHostile(name, arguments)
      if !name.isFamiliar { graph.noteOpaque(name) }
    }
    let object = PickleContainer(.object(name))
    object.arguments = arguments
    return try graph.add(.container(object))
  }

  private mutating func setState(_ state: PickleValue, of target: PickleValue) throws(PickleFault) {
    switch graph.node(target) {
    case .container(let container):
      // Each is looked through whenever an attribute is: one is usual, and many that share a dictionary would cost hours.
      guard container.states.count < 8 else { throw fault("an object whose state is set more than 8 times") }
      try graph.charge(24)
      container.states.append(state)
    case .tensor(let tensor): try setArray(tensor, state)
    case .numpyType(let type): try setType(type, state)
    default: throw fault("a state for something that has none")
    }
  }

  /// Refuses a call of a function that can run code, and one that is given such a function to call.
  private func refuseHostile(_ name: PickleGlobal, _ arguments: PickleValue) throws(PickleFault) {
    if name.canRunCode { throw .hostile(call: "\(name)") }
    for value in graph.items(arguments) ?? [] {
      if let argument = graph.global(value), argument.canRunCode { throw .hostile(call: "\(argument)") }
    }
  }
}
