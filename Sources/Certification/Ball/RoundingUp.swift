import MatrixNorms

/// a − b: the least double that is not below the exact difference; infinite where the nearest one is.
///
/// Two-sum (Knuth, TAOCP 4.2.2, theorem B) gives the remainder exactly; a difference never underflows.
func upperDifference(_ a: Double, _ b: Double) -> Double {
  let difference = a - b
  guard difference.isFinite else { return difference }
  let subtracted = a - difference
  let remainder = (a - (difference + subtracted)) + (subtracted - b)
  return remainder > 0 ? difference.nextUp : difference
}

/// |a − b|, rounded up.
func upperDistance(_ a: Double, _ b: Double) -> Double { a >= b ? upperDifference(a, b) : upperDifference(b, a) }

/// a · b for non-negative numbers, not below the exact product; exact where doubles are.
func productRoundedUp(_ a: Double, _ b: Double) -> Double {
  let product = a * b
  guard product.isFinite, a != 0, b != 0 else { return product }
  // The remainder is exact unless it underflows: then one step up is taken unseen.
  let remainder = (-product).addingProduct(a, b)
  return remainder > 0 || product < 0x1p-900 ? product.nextUp : product
}
