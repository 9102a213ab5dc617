/// A tensor or array that a pickle describes; nothing about its place is checked yet.
final class PickledTensor {
  /// Where the elements are.
  enum Elements {
    case storage(TorchStorage)
    case inline(PickleBytes)
    case nowhere
  }

  var elements: Elements
  /// The type's name, for messages.
  var typeName: String
  /// Nil where the elements cannot be read.
  var elementType: ElementType?
  /// Nil where it is that of the whole file.
  var byteOrder: ByteOrder?
  var shape: [Int]
  /// Nil where the elements are dense, by rows or by columns.
  var strides: [Int]?
  var isByColumns = false
  /// The first element's place in the storage, in elements.
  var offset = 0
  /// True for NumPy's arrays.
  var isArray = false

  init(_ elements: Elements, typeName: String, elementType: ElementType?, shape: [Int], strides: [Int]? = nil) {
    self.elements = elements
    self.typeName = typeName
    self.elementType = elementType
    self.shape = shape
    self.strides = strides
  }
}
