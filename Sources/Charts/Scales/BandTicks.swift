/// Labels of bands.
enum BandTicks {
  /// Every `thinning`-th label, shortened to a width, with the band's name on hovering where it is another.
  ///
  /// - Complexity: O(total length).
  static func ticks(_ names: [String], as labels: [String], every thinning: Int, width: Double) -> [Tick] {
    stride(from: 0, to: names.count, by: thinning).map { index in
      let label = TextWidth.shortened(labels[index], to: width, size: Typography.text)
      return Tick(Double(index), label, fullLabel: label == names[index] ? nil : names[index])
    }
  }

  /// Width of the widest label.
  static func widest(_ labels: [String]) -> Double {
    labels.map { TextWidth.estimate($0, size: Typography.text) }.max() ?? 0
  }

  /// How many bands one label needs.
  static func thinning(bandWidth: Double, labelExtent: Double) -> Int {
    max(1, Int((labelExtent / bandWidth).rounded(.up)))
  }

  /// "…17…" for "block.17.weight" among others like it: whole words that all names share at either end are left out.
  static func distinctParts(_ names: [String]) -> [String] {
    guard names.count > 1 else { return names }
    let characters = names.map(Array.init)
    let prefix = sharedWords(characters)
    let suffix = sharedWords(characters.map { $0.dropFirst(prefix).reversed() })
    return characters.map { name in
      (prefix > 0 ? "…" : "") + String(name[prefix..<(name.count - suffix)]) + (suffix > 0 ? "…" : "")
    }
  }

  /// Length of the longest common beginning that ends after a separator.
  private static func sharedWords(_ names: [[Character]]) -> Int {
    let first = names[0]
    let common = names.dropFirst().reduce(first.count) { length, name in
      zip(first.prefix(length), name).prefix { $0 == $1 }.count
    }
    return (first.prefix(common).lastIndex { !$0.isLetter && !$0.isNumber } ?? -1) + 1
  }
}
