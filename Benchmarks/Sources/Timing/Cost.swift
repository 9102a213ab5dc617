import Glibc

/// What a piece of work took.
public struct Cost {
  /// By the clock on the wall.
  public let wallSeconds: Double
  /// Time on a processor, of all threads.
  public let cpuSeconds: Double

  /// Does the work and measures it.
  public static func measuring<Result>(_ work: () throws -> Result) rethrows -> (Result, Cost) {
    let (wall, cpu) = (seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID))
    let result = try work()
    return (
      result, Cost(wallSeconds: seconds(CLOCK_MONOTONIC) - wall, cpuSeconds: seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu)
    )
  }

  /// The members of a JSON object.
  public var json: String { #""wall": \#(wallSeconds), "cpu": \#(cpuSeconds)"# }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    _ = unsafe clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
