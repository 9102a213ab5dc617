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
    let (scale, shift) = (metadata["data_scale"], metadata["data_shift"])
    guard scale == "\(used.preprocessing.scale)", shift == "\(used.preprocessing.shift)" else {
      return "was trained with scale \(scale ?? "?") and shift \(shift ?? "?"), and is measured with scale "
        + "\(used.preprocessing.scale) and shift \(used.preprocessing.shift)"
    }
    guard let count = metadata["train_samples"], count != "\(used.count)" else { return nil }
    return "was trained on the first \(count) samples of \(file), and is measured on the first \(used.count)"
  }
}
