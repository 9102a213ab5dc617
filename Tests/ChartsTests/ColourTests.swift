import Foundation
import Testing

@testable import Charts

@Suite struct ColourTests {
  @Test("white on black is (1 + 0.05) / (0 + 0.05) = 21; #777777 on white is 4.48 by the guidelines' own example")
  func contrast() {
    #expect(abs(Colour.white.contrast(with: .black) - 21) < 1e-9)
    #expect((Colour(0x777777).contrast(with: .white) * 100).rounded() / 100 == 4.48)
  }

  /// 3:1 is what the Web Content Accessibility Guidelines ask of graphics (1.4.11).
  @Test(arguments: 0..<Figure.maximumSeries)
  func seriesAreSeenOnBothPages(_ series: Int) {
    let colour = SeriesStyle.of(series).colour
    #expect(colour.contrast(with: .white) >= 3)
    #expect(colour.contrast(with: Colour(0x0D1117)) >= 3)
    #expect(StyleSheet.dark.colour(ofSeries: series).contrast(with: StyleSheet.dark.background) >= 3)
  }

  /// 4.5:1 is what they ask of text (1.4.3).
  @Test func textIsReadable() {
    for theme in [StyleSheet.light, StyleSheet.dark] {
      #expect(theme.ink.contrast(with: theme.background) >= 4.5)
      #expect(theme.muted.contrast(with: theme.background) >= 4.5)
    }
    for step in 0...100 {
      let colour = Viridis.colour(Double(step) / 100)
      #expect(Viridis.ink(on: colour).contrast(with: colour) >= 4.5)
    }
  }

  @Test func seriesDifferInShapeAndDashes() {
    #expect(SeriesStyle.all.count == Figure.maximumSeries)
    #expect(Set(SeriesStyle.all.map(\.shape)).count == Figure.maximumSeries)
    #expect(Set(SeriesStyle.all.map(\.dashes)).count == Figure.maximumSeries)
  }

  /// Ten is five just noticeable differences of CIELAB (2.3 each, Mahy et al. 1994) less rounding of the doc comment's 18.
  @Test("any two colours are 10 apart in CIELAB for full colour sight, protanopia and deuteranopia, the first three 30")
  func coloursStayApart() {
    for theme in [StyleSheet.light, StyleSheet.dark] {
      for sight in Sight.all {
        let places = (0..<Figure.maximumSeries).map { sight.place(theme.colour(ofSeries: $0)) }
        for (index, place) in places.enumerated() {
          for other in places[..<index] { #expect(distance(place, other) >= (index < 3 ? 30 : 10)) }
        }
      }
    }
  }

  @Test func viridisGetsLighter() {
    let luminances = (0...50).map { Viridis.colour(Double($0) / 50).luminance }
    #expect(zip(luminances, luminances.dropFirst()).allSatisfy { $0 < $1 })
  }
}

private func distance(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
}

/// A matrix on linear RGB after Machado, Oliveira and Fernandes (2009), severity 1.
private struct Sight {
  let matrix: [[Double]]

  static let all = [
    Sight(matrix: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    Sight(
      matrix: [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
      ]),
    Sight(
      matrix: [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
      ]),
  ]

  /// L*, a*, b* of the colour as it is seen (white point D65).
  func place(_ colour: Colour) -> [Double] {
    let linear = [colour.red, colour.green, colour.blue].map { channel in
      let value = Double(channel) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let seen = Self.product(matrix, linear).map { min(max($0, 0), 1) }
    let xyz = Self.product(
      [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]], seen)
    let f = zip(xyz, [0.95047, 1, 1.08883]).map { value, white in
      value / white > 0.008856 ? cbrt(value / white) : 7.787 * value / white + 16 / 116
    }
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
  }

  private static func product(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
    matrix.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
  }
}
