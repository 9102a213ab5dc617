import Certification
import Checkpoints
import Foundation

/// Weights that misclassify a sample, as a file that gapbound and everybody else can read back.
enum WitnessFile {
  /// Writes a witness as `<model>-ball-<n>-sample-<n>.safetensors`, both counted from 0, float64, and returns its path.
  static func write(
    _ witness: Witness, to folder: String, model label: String, ball: Int, sample: Int
  ) throws(AnalysisFailure) -> String {
    do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
      throw AnalysisFailure("cannot make the folder \(folder): \(error.localizedDescription)")
    }
    // A label may hold folders of a run; as a name it must not.
    let plain = String(label.map { $0.isLetter || $0.isNumber || "._-".contains($0) ? $0 : "_" })
    let path = (folder as NSString).appendingPathComponent("\(plain)-ball-\(ball)-sample-\(sample).safetensors")
    let metadata = [
      "gapbound": "misclassifies sample \(sample)", "margin": "\(witness.margin)", "model": label,
    ]
    do { try NetworkFile.write(witness.network, metadata: metadata, to: path) } catch {
      throw AnalysisFailure("\(error)")
    }
    return path
  }
}
