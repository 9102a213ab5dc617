import Glibc
import TensorFiles

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
      print(try Pass(path: CommandLine.arguments[1]).json)
      // Every stream: the driver waits for the line, and pipes are buffered.
      _ = fflush(nil)
    }
  }
}

/// The cost of loading a file once.
struct Pass {
  let wallSeconds: Double
  let cpuSeconds: Double
  let checksum: Double
  let tensorCount: Int

  init(path: String) throws {
    let (wall, cpu) = (seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID))
    (checksum, tensorCount) = try load(path)
    wallSeconds = seconds(CLOCK_MONOTONIC) - wall
    cpuSeconds = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu
  }

  var json: String {
    #"{"wall": \#(wallSeconds), "cpu": \#(cpuSeconds), "checksum": \#(checksum), "tensors": \#(tensorCount)}"#
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

private func seconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  _ = unsafe clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
