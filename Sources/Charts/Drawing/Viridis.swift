/// The colour map viridis (van der Walt and Smith 2015): perceptually even, lighter upwards, also in grey and for
/// readers who see fewer colours.
enum Viridis {
  /// At 0, 1/9, …, 1.
  static let anchors: [Colour] = [
    0x440154, 0x482878, 0x3E4A89, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6DCD59, 0xB4DE2C, 0xFDE725,
  ].map { Colour($0) }

  /// The colour at a fraction of the way, straight between anchors.
  static func colour(_ fraction: Double) -> Colour {
    let position = min(max(fraction, 0), 1) * Double(anchors.count - 1)
    let index = min(Int(position), anchors.count - 2)
    return anchors[index].mixed(with: anchors[index + 1], fraction: position - Double(index))
  }

  /// Black or white, whichever is easier to read on the colour.
  static func ink(on colour: Colour) -> Colour {
    colour.contrast(with: .white) >= colour.contrast(with: .black) ? .white : .black
  }
}
