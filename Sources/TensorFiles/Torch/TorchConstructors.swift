// The constructors that torch's own pickling writes.
extension PickleReader {
  /// What a function of torch would return; nil for one that is not known.
  mutating func torchValue(_ function: PickleGlobal, _ items: [PickleValue]) throws(PickleFault) -> PickleValue? {
    guard function.isOf(package: "torch") else { return nil }
    switch function.name {
    case "_rebuild_tensor", "_rebuild_tensor_v2":
      return try tensor(items, type: nil, metadata: items.count > 6 ? items[6] : .none)
    case "_rebuild_tensor_v3":
      guard items.count > 6, let type = graph.global(items[6]).flatMap(TorchElementType.init(dataType:)) else {
        throw fault("a tensor without a type")
      }
      return try tensor(items, type: type, metadata: items.count > 7 ? items[7] : .none)
    case "_rebuild_qtensor": return try unreadable("quantized", shape: items.count > 2 ? items[2] : .none)
    case "_rebuild_sparse_tensor", "_rebuild_sparse_csr_tensor": return try sparse(items)
    case "_rebuild_meta_tensor_no_storage": return try unreadable("meta", shape: items.count > 1 ? items[1] : .none)
    case "_rebuild_nested_tensor": return try unreadable("nested", shape: .none)
    case "_rebuild_parameter", "_rebuild_parameter_with_state", "Parameter", "Buffer", "restore_type_tag",
      "_rebuild_device_tensor_from_numpy", "_rebuild_device_tensor_from_cpu_tensor", "Size",
      "build_intlist", "build_doublelist", "build_boollist", "build_tensorlist":
      return items.first
    case "_rebuild_from_type_v2", "_rebuild_from_type":
      guard items.count > 2, let inner = graph.global(items[0]), !inner.name.hasPrefix("_rebuild_from_type"),
        let arguments = graph.items(items[2])
      else { return nil }
      return try torchValue(inner, arguments)
    case "_load_from_bytes": return try embeddedStorage(items.first ?? .none)
    default: return nil
    }
  }

  private mutating func tensor(
    _ items: [PickleValue], type: TorchElementType?, metadata: PickleValue
  ) throws(PickleFault) -> PickleValue {
    guard items.count > 3, let storage = graph.storage(items[0]), let offset = graph.integer(items[1]),
      let shape = graph.integers(items[2]), let strides = graph.integers(items[3]), shape.count == strides.count
    else { throw fault("a tensor needs a storage, an offset, sides and as many strides") }
    let type = type ?? storage.type
    let tensor = PickledTensor(
      .storage(storage), typeName: type.name, elementType: type.elementType, shape: shape, strides: strides)
    tensor.offset = offset
    if let view = try lazyView(metadata) { (tensor.typeName, tensor.elementType) = (view, nil) }
    try graph.charge(128 + 16 * shape.count)
    return try graph.add(.tensor(tensor))
  }

  /// What the stored elements still need, as torch notes it beside a tensor; nil where they are the values.
  private func lazyView(_ metadata: PickleValue) throws(PickleFault) -> String? {
    guard let container = graph.container(metadata) else { return nil }
    let entries = graph.entries(container)
    guard entries.count <= 32 else { throw fault("a tensor with \(entries.count) notes; at most 32 are allowed") }
    for (key, name) in [("conj", "conjugated view"), ("neg", "negated view")]
    where entries.contains(where: { $0.key == .text(key) && $0.value != .bool(false) }) {
      return name
    }
    return nil
  }

  private mutating func unreadable(_ name: String, shape: PickleValue) throws(PickleFault) -> PickleValue {
    try graph.add(
      .tensor(PickledTensor(.nowhere, typeName: name, elementType: nil, shape: graph.integers(shape) ?? [])))
  }

  /// Arguments are the layout and (indices, values, size, …): the parts are no tensors of the model.
  private mutating func sparse(_ items: [PickleValue]) throws(PickleFault) -> PickleValue {
    let parts = items.count > 1 ? graph.items(items[1]) ?? [] : []
    return try unreadable("sparse", shape: parts.last { graph.integers($0) != nil } ?? .none)
  }

  /// What a persistent id names: a storage, or in legacy files ('module', class, source file, source text) a module's
  /// class, whose source text is not looked at.
  mutating func value(persistentId id: PickleValue) throws(PickleFault) -> PickleValue {
    if let items = graph.items(id), items.count >= 2, graph.text(items[0]) == "module", graph.global(items[1]) != nil {
      return items[1]
    }
    return try storage(persistentId: id)
  }

  /// The tuple ('storage', class, key, device, number of elements[, view]).
  private mutating func storage(persistentId id: PickleValue) throws(PickleFault) -> PickleValue {
    guard let items = graph.items(id), items.count >= 5, graph.text(items[0]) == "storage",
      let type = graph.global(items[1]).flatMap(TorchElementType.init(storageClass:)), let key = graph.text(items[2]),
      let count = graph.integer(items[4]), count >= 0
    else { throw fault("a persistent id that is no storage of a known class") }
    var viewOffset = 0
    if items.count > 5, let view = graph.items(items[5]) {
      guard view.count == 3, let offset = graph.integer(view[1]), offset >= 0 else { throw fault("a broken view") }
      viewOffset = offset
    }
    let storage = TorchStorage(type: type, key: key, elementCount: count, viewOffset: viewOffset)
    if let known = graph.storages[key], known.type != type || known.elementCount != count {
      throw fault("storage \(key) is described in two ways")
    }
    graph.storages[key] = storage
    return try graph.add(.storage(storage))
  }
}
