import Glibc
import TensorFiles
import Timing

/// Loads every tensor of a file to `Double`, once for each line on standard input, and answers each with a line of JSON.
///
/// One pass opens the file, holds all tensors at once and frees them before the answer's clock stops: what a caller of
/// the Python libraries does with a dictionary of arrays. `Scripts/benchmark_loading.py` drives it.
@main
struct LoadTensors {
  static func main() throws {
    guard CommandLine.arguments.count == 2 else {
      print("usage: LoadTensors FILE   (one pass for each line on standard input)")
      exit(64)
    }
    while readLine() != nil {
      let ((checksum, count), cost) = try Cost.measuring { try load(CommandLine.arguments[1]) }
      print(#"{\#(cost.json), "checksum": \#(checksum), "tensors": \#(count)}"#)
      // Every stream: the driver waits for the line, and pipes are buffered.
      _ = fflush(nil)
    }
  }
}

/// Loads all tensors and adds up every 512th element: one on each page of 4 KiB.
private func load(_ path: String) throws -> (checksum: Double, tensorCount: Int) {
  let file = try TensorFiles.open(path)
  var tensors: [[Double]] = []
  for tensor in file.tensors { tensors.append(try file.values(of: tensor)) }
  var sum = 0.0
  for values in tensors {
    for i in stride(from: 0, to: values.count, by: 512) { sum += values[i] }
  }
  return (sum, tensors.count)
}
