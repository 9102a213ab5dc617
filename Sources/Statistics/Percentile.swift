/// The p-th percentile of numbers in ascending order, linear between order statistics: place (n − 1) p / 100.
///
/// Nil for none. Source: Hyndman and Fan 1996, definition 7.
func percentile(_ p: Double, ofSorted numbers: [Double]) -> Double? {
  guard let last = numbers.last else { return nil }
  let place = Double(numbers.count - 1) * p / 100
  let below = Int(place.rounded(.down))
  guard below + 1 < numbers.count else { return last }
  return numbers[below] + (place - Double(below)) * (numbers[below + 1] - numbers[below])
}
