import TensorFiles

/// The places, in row-major order, that the entries of the transposed array come from: its axis i is axis `axes[i]` of an
/// array with these sides.
func transposition(_ sides: [Int], axes: [Int]) -> [Int] {
  var strides = sides
  var stride = 1
  for axis in sides.indices.reversed() {
    strides[axis] = stride
    stride *= sides[axis]
  }
  var order = [0]
  for axis in axes {
    order = order.flatMap { start in (0..<sides[axis]).map { start + $0 * strides[axis] } }
  }
  return order
}

/// How many entries of permutations may be written down for a file with these tensors. A sample is about as long as a
/// matrix is wide; only convolutions of few weights have longer ones.
func reorderBudget(_ tensors: [TensorDescription]) -> Int {
  tensors.reduce(1 << 16) { min($0 + min($1.elementCount, 1 << 24), 1 << 24) }
}
