import Datasets
import Foundation

extension SavedTraining {
  /// How the samples of a training differ from those that its checkpoint is measured on; nil where they are the same, or where
  /// the metadata are not those of a training of ours.
  static func difference(_ metadata: [String: String], from used: LabelledSamples) -> String? {
    guard metadata["format"] == format, let digest = metadata["data_sha256"] else { return nil }
    let file = metadata["data_file"] ?? "other samples"
    guard digest == used.sha256 else {
      return "was trained on other samples (\(file), SHA-256 \(digest.prefix(12))…) than those of \(used.path)"
    }
    if let difference = preprocessingDifference(metadata, from: used) { return difference }
    let count = metadata["train_samples"] ?? "\(used.count)"
    guard count == "\(used.count)" else {
      return "was trained on the first \(count) samples of \(file), and is measured on the first \(used.count)"
    }
    guard let held = metadata["validation_samples"], held != "0" else { return nil }
    return "was trained without \(held) of these \(count) samples, which were held out to choose by"
  }

  /// What is done to features now and was not in the training, or the other way round; nil where nothing is.
  static func preprocessingDifference(_ metadata: [String: String], from used: LabelledSamples) -> String? {
    guard metadata["format"] == format else { return nil }
    let (scale, shift) = (metadata["data_scale"], metadata["data_shift"])
    if scale == "\(used.preprocessing.scale)", shift == "\(used.preprocessing.shift)" { return nil }
    return "was trained with scale \(scale ?? "?") and shift \(shift ?? "?"), and is measured with scale "
      + "\(used.preprocessing.scale) and shift \(used.preprocessing.shift)"
  }
}
