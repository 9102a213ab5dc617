import Certification
import Glibc
import MatrixNorms
import Timing

/// Certifies a batch of samples, once for each line on standard input, and answers each with a line of JSON.
///
/// A line is a certificate's key, the form of the radii (`uniform`, `rows` or `entries`) and ε. One pass is everything between a
/// network and its robust margins: measuring the ball, the forward pass, the certificate. One thread.
/// `Scripts/benchmark_certify.py` drives it.
@main
struct Certify {
  static func main() throws {
    guard CommandLine.arguments.count == 2 else {
      print("usage: Certify FILE   (one pass for each line `KEY FORM ε` on standard input)")
      exit(64)
    }
    // The first look at the library pins it to one thread.
    _ = LinearAlgebraLibrary.current
    let problem = try Problem(path: CommandLine.arguments[1])
    while let line = readLine() {
      let words = line.split(separator: " ")
      guard words.count == 3, let radius = Double(words[2]),
        let certificate = certificateCatalogue.first(where: { $0.key == words[0] })
      else {
        print("not a task: \(line)")
        exit(64)
      }
      let radii = problem.network.layers.map { RadiusForm.radius(String(words[1]), radius, of: $0) }
      let (margins, cost) = try Cost.measuring { try problem.robustMargins(certificate, radii) }
      print(#"{\#(cost.json), "margins": \#(margins)}"#)
      // Every stream: the driver waits for the line, and pipes are buffered.
      _ = fflush(nil)
    }
  }
}
