import TensorFiles

/// Options of layers. One that is null or left out has its default; one of another kind is refused, as its value is not
/// known.
extension JSONTree {
  /// A finite number; nil where the option is null or left out.
  func finiteNumber(_ option: String, of layer: String) throws(KerasFault) -> Double? {
    if self[option] == .null { return nil }
    guard let number = self[option].number, number.isFinite else {
      throw KerasFault("layer \(layer), whose \(option) is no number")
    }
    return number
  }
}

extension KerasLayer {
  /// A truth value, true by default.
  func flag(_ option: String) throws(KerasFault) -> Bool {
    if config[option] == .null { return true }
    guard let flag = config[option].bool else { throw KerasFault("layer \(name), whose \(option) is no truth value") }
    return flag
  }

  /// A text.
  func text(_ option: String, default usual: String) throws(KerasFault) -> String {
    if config[option] == .null { return usual }
    guard let text = config[option].text else { throw KerasFault("layer \(name), whose \(option) is no text") }
    return text
  }

  /// True where channels come before the spatial axes.
  var isChannelsFirst: Bool {
    get throws(KerasFault) {
      let format = try text("data_format", default: "channels_last")
      guard ["channels_first", "channels_last"].contains(format) else {
        throw KerasFault("layer \(name) with data format \(format)")
      }
      return format == "channels_first"
    }
  }
}
