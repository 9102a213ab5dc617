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
