/// What a file says about one tensor: everything but its values.
public struct TensorDescription: Sendable, Equatable {
  /// The name under which the file stores the tensor.
  public let name: String
  /// How the elements are stored; nil where this library cannot read them (8-bit floats, complex numbers, objects).
  public let elementType: ElementType?
  /// The type as the file spells it, for messages: `F8_E4M3`, `<c8`.
  public let storedType: String
  /// The side lengths, outermost first; empty for a scalar.
  public let shape: [Int]
  /// The product of the side lengths: 1 for a scalar, 0 where a side is zero.
  public let elementCount: Int

  /// True for NumPy arrays of Python objects, which only unpickling could read.
  package var isPickledObjects: Bool { storedType.hasSuffix("|O") || storedType == "O" }

  /// Describes a tensor.
  ///
  /// - Precondition: no side is negative and the product of the sides fits in `Int`; readers check this on untrusted
  ///   shapes before.
  public init(name: String, elementType: ElementType?, storedType: String, shape: [Int]) {
    guard let count = checkedElementCount(shape) else { preconditionFailure("shape \(shape) of \(name) overflows") }
    self.name = name
    self.elementType = elementType
    self.storedType = storedType
    self.shape = shape
    self.elementCount = count
  }
}

/// The product of the sides, or nil where a side is negative or a partial product overflows.
///
/// Sides of zero do not excuse an overflow of the others: strides are products of those.
package func checkedElementCount(_ shape: [Int]) -> Int? {
  var product = 1
  for side in shape {
    guard side >= 0 else { return nil }
    let (next, overflow) = product.multipliedReportingOverflow(by: max(side, 1))
    if overflow { return nil }
    product = next
  }
  return shape.contains(0) ? 0 : product
}
