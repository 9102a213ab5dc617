private import CHDF5

/// Text and numbers that are attached to a group. Only under `HDF5Library.withLock`.
struct HDF5Attributes {
  /// A group's identifier.
  let owner: Int64

  /// Longer texts and lists are left out: a model's configuration is far shorter.
  static let byteLimit = 1 << 26
  /// More attributes than any honest group has.
  static let countLimit = 1000
  static let listLimit = 8

  /// The names of the attributes.
  var names: [String] {
    var names: [String] = []
    let collect: H5A_operator2_t = { (_, name, _, target) in
      guard let name = unsafe name, let target = unsafe target else { return -1 }
      let names = unsafe target.assumingMemoryBound(to: [String].self)
      unsafe names.pointee.append(String(cString: name))
      return unsafe names.pointee.count < HDF5Attributes.countLimit ? 0 : 1
    }
    unsafe withUnsafeMutablePointer(to: &names) { names in
      _ = unsafe H5Aiterate2(owner, H5_INDEX_NAME, H5_ITER_NATIVE, nil, collect, names)
    }
    return names
  }

  /// An attribute that is one text or one number, as text; nil for anything else.
  func scalar(_ name: String) -> String? {
    guard let attribute = open(name), count(of: attribute) == 1, let type = HDF5Handle(H5Aget_type(attribute.id)) else {
      return nil
    }
    switch H5Tget_class(type.id) {
    case H5T_STRING: return texts(attribute, type, count: 1)?.first
    case H5T_INTEGER:
      var value: Int64 = 0
      return unsafe H5Aread(attribute.id, chdf5_native_int64(), &value) < 0 ? nil : String(value)
    case H5T_FLOAT:
      var value = 0.0
      return unsafe H5Aread(attribute.id, chdf5_native_double(), &value) < 0 ? nil : String(value)
    default: return nil
    }
  }

  /// An attribute that is a list of a few texts; nil for anything else.
  ///
  /// A layer has few weights. All texts of a list may be one and the same in the file, so that a long list could take
  /// many times the file's size.
  func list(_ name: String) -> [String]? {
    guard let attribute = open(name), let count = count(of: attribute), count <= Self.listLimit,
      let type = HDF5Handle(H5Aget_type(attribute.id)), H5Tget_class(type.id) == H5T_STRING
    else { return nil }
    return count == 0 ? [] : texts(attribute, type, count: count)
  }

  private func open(_ name: String) -> HDF5Handle? {
    guard unsafe H5Aexists(owner, name) > 0 else { return nil }
    return unsafe HDF5Handle(H5Aopen(owner, name, 0))
  }

  private func count(of attribute: borrowing HDF5Handle) -> Int? {
    guard let space = HDF5Handle(H5Aget_space(attribute.id)), H5Sget_simple_extent_type(space.id) != H5S_NULL else {
      return nil
    }
    return Int(exactly: H5Sget_simple_extent_npoints(space.id)).flatMap { $0 < 0 ? nil : $0 }
  }

  private func texts(_ attribute: borrowing HDF5Handle, _ type: borrowing HDF5Handle, count: Int) -> [String]? {
    H5Tis_variable_str(type.id) > 0
      ? variableTexts(attribute, type, count: count) : fixedTexts(attribute, type, count: count)
  }

  private func fixedTexts(_ attribute: borrowing HDF5Handle, _ type: borrowing HDF5Handle, count: Int) -> [String]? {
    let size = H5Tget_size(type.id)
    let (total, overflow) = count.multipliedReportingOverflow(by: size)
    // The attribute's own bytes in the file bound it, too; this is checked before anything is allocated.
    guard size > 0, !overflow, total <= Self.byteLimit, UInt64(total) <= H5Aget_storage_size(attribute.id) else {
      return nil
    }
    var bytes = [UInt8](repeating: 0, count: total)
    let status = unsafe bytes.withUnsafeMutableBytes { unsafe H5Aread(attribute.id, type.id, $0.baseAddress) }
    guard status >= 0 else { return nil }
    let texts = stride(from: 0, to: total, by: size).map { start in
      String(validating: bytes[start..<start + size].prefix { $0 != 0 }, as: UTF8.self)
    }
    return texts.contains(nil) ? nil : texts.map { $0! }
  }

  private func variableTexts(_ attribute: borrowing HDF5Handle, _ type: borrowing HDF5Handle, count: Int) -> [String]? {
    guard let space = HDF5Handle(H5Aget_space(attribute.id)) else { return nil }
    var pointers = unsafe [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
    guard unsafe H5Aread(attribute.id, type.id, &pointers) >= 0 else { return nil }
    defer { _ = unsafe H5Dvlen_reclaim(type.id, space.id, 0, &pointers) }
    return unsafe pointers.map { pointer in unsafe pointer.map { unsafe String(cString: $0) } ?? "" }
  }
}
