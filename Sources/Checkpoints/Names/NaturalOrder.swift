/// Order of names in which numbers count as numbers: `epoch_2` before `epoch_10`.
///
/// Runs of digits compare by value, everything else character by character; equal values by length, so that the order is
/// total. O(length).
public func naturallyPrecedes(_ a: String, _ b: String) -> Bool { precedes(naturalParts(a), naturalParts(b)) }

/// Items in the natural order of their names, every name taken apart once.
func naturallySorted<Item>(_ items: some Sequence<Item>, by name: (Item) -> String) -> [Item] {
  items.map { ($0, naturalParts(name($0))) }.sorted { precedes($0.1, $1.1) }.map(\.0)
}

private func precedes(_ x: [Part], _ y: [Part]) -> Bool {
  for (p, q) in zip(x, y) where p != q {
    switch (p.isNumber, q.isNumber) {
    case (true, true):
      let (m, n) = (p.text.drop { $0 == "0" }, q.text.drop { $0 == "0" })
      if m.count != n.count { return m.count < n.count }
      return m != n ? m < n : p.text.count < q.text.count
    case (true, false): return true
    case (false, true): return false
    case (false, false): return p.text < q.text
    }
  }
  return x.count < y.count
}

private struct Part: Equatable {
  let isNumber: Bool
  let text: Substring
}

private func naturalParts(_ name: String) -> [Part] {
  var parts: [Part] = []
  var rest = name[...]
  while let first = rest.first {
    let isNumber = first.isASCII && first.isNumber
    let run = rest.prefix { ($0.isASCII && $0.isNumber) == isNumber }
    parts.append(Part(isNumber: isNumber, text: run))
    rest = rest[run.endIndex...]
  }
  return parts
}
