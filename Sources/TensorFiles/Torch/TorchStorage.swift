/// A storage that a pickle refers to: a run of elements elsewhere in the file.
struct TorchStorage: Equatable {
  /// What its elements are; torch's untyped storages count bytes.
  let type: TorchElementType
  /// Its name among the file's storages.
  let key: String
  /// The number of elements of the whole storage.
  let elementCount: Int
  /// Where it begins within the storage of this key, in elements; legacy files have such views.
  let viewOffset: Int
  /// Where its bytes lie in the pickle's source, if the pickle itself contains them.
  var place: Range<Int>?
}

/// A type of torch's elements.
struct TorchElementType: Equatable {
  /// As torch calls it: `float32`.
  let name: String
  /// Nil where the elements cannot be read.
  let elementType: ElementType?
  /// Bytes per element.
  let byteCount: Int

  private init(_ name: String, _ elementType: ElementType?, byteCount: Int? = nil) {
    self.name = name
    self.elementType = elementType
    self.byteCount = byteCount ?? elementType?.byteCount ?? 1
  }

  /// The type of a storage class such as `torch.FloatStorage`, `torch.cuda.FloatStorage`, `torch.storage.UntypedStorage`.
  init?(storageClass: PickleGlobal) {
    guard storageClass.isOf(package: "torch"), storageClass.name.hasSuffix("Storage"),
      let type = Self.storageClasses[String(storageClass.name.dropLast("Storage".count).drop { $0 == "_" })]
    else { return nil }
    self = type
  }

  /// The type of a `torch.dtype` such as `torch.float32`; of unknown ones nothing but the name is known.
  init?(dataType: PickleGlobal) {
    guard dataType.module == "torch" else { return nil }
    self =
      Self.storageClasses.values.first { $0.name == dataType.name } ?? Self.others[dataType.name]
      ?? Self(dataType.name, nil)
  }

  private static let storageClasses: [String: Self] = [
    "Double": Self("float64", .float64), "Float": Self("float32", .float32), "Half": Self("float16", .float16),
    "BFloat16": Self("bfloat16", .bfloat16), "Long": Self("int64", .int64), "Int": Self("int32", .int32),
    "Short": Self("int16", .int16), "Char": Self("int8", .int8), "Byte": Self("uint8", .uint8),
    "Bool": Self("bool", .bool), "ComplexDouble": Self("complex128", nil, byteCount: 16),
    "ComplexFloat": Self("complex64", nil, byteCount: 8), "ComplexHalf": Self("complex32", nil, byteCount: 4),
    "QInt8": Self("qint8", nil), "QUInt8": Self("quint8", nil), "QInt32": Self("qint32", nil, byteCount: 4),
    "QUInt4x2": Self("quint4x2", nil), "QUInt2x4": Self("quint2x4", nil), "Untyped": Self("untyped", nil),
  ]

  private static let others: [String: Self] = [
    "uint16": Self("uint16", .uint16), "uint32": Self("uint32", .uint32), "uint64": Self("uint64", .uint64),
    "float": Self("float32", .float32), "double": Self("float64", .float64), "half": Self("float16", .float16),
    "long": Self("int64", .int64), "int": Self("int32", .int32), "short": Self("int16", .int16),
  ]
}
