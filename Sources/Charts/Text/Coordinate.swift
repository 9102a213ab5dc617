/// A place in the picture, in tenths of a unit: "12.3", "−4" with an ASCII hyphen, "7". What is no number is at 0, and nothing
/// is further away than a million units.
func coordinate(_ value: Double) -> String {
  let tenths = value.isNaN ? 0 : Int((min(max(value, -1e6), 1e6) * 10).rounded())
  let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
  return (tenths < 0 ? "-" : "") + (rest == 0 ? "\(whole)" : "\(whole).\(rest)")
}
