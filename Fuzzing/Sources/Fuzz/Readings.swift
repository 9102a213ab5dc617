import Checkpoints
import Datasets
import TensorFiles

/// Reads a checkpoint as the command does: every tensor by itself, then the network.
func readCheckpoint(_ path: String) {
  readTensors(path)
  let file = CheckpointFile(path: path, label: path, series: "fuzz")
  do {
    let checkpoint = try OpenCheckpoint(file, manifest: .init())
    for line in checkpoint.plan.coverage { describe(line.reason) }
    for line in checkpoint.explanation { describe(line) }
    _ = try checkpoint.network()
  } catch { describe("\(error)") }
}

/// Reads description and values of every tensor of a file.
func readTensors(_ path: String) {
  let file: any TensorFile
  do { file = try TensorFiles.open(path) } catch { return describe("\(error)") }
  for remark in file.remarks { describe(remark) }
  _ = (file.metadata, file.structure)
  // Formats may let tensors share their bytes (torch's storages), so that all together are larger than the file.
  var budget = 1 << 20
  for tensor in file.tensors {
    let count = min(tensor.elementCount, budget)
    budget -= count
    do { _ = try file.values(of: tensor, elements: 0..<count) } catch { describe("\(error)") }
  }
}

/// Reads a checkpoint that is the folder of this file.
func readFolder(_ path: String) { readCheckpoint(parentFolder(of: path)) }

/// Searches the folder of a training log and pairs the log with the checkpoint beside it.
func readRun(_ path: String) {
  do {
    let found = try CheckpointDiscovery([parentFolder(of: path)])
    for line in found.explanation { describe(line) }
    let pairs = found.files.map { found.logs.pairing(of: $0) }
    for pair in pairs { describe("\(pair.explanation)") }
    for line in found.logs.coverage(pairedWith: pairs.compactMap(\.metrics)) { describe(line.reason) }
  } catch { describe("\(error)") }
}

/// The folder of the scratch file; in place of the function of TensorFiles, which other packages do not see.
func parentFolder(of path: String) -> String { String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) }

/// Reads labelled samples; files with features alone serve as their own labels.
func readSamples(_ path: String) {
  for labels in [nil, path] {
    do {
      let samples = try Datasets.load(path, labels: labels, role: .train)
      describe("\(samples.classCount)")
      _ = try samples.features(0..<samples.count)
    } catch { describe("\(error)") }
  }
}

/// Reads a gapbound.yaml.
func readConfiguration(_ path: String) {
  do {
    let settings = try ConfigurationFile(path: path).settings
    for setting in Setting.allCases { describe(settings[setting]?.text ?? "") }
  } catch { describe(error.message) }
}

/// Takes a message, which is made from untrusted bytes too; the sum keeps the optimizer from leaving it out.
private func describe(_ message: String) { described &+= message.utf8.count }

nonisolated(unsafe) private var described = 0
