import Foundation

/// Processor time of the calling thread, in seconds: a limit that a busy machine does not change.
enum ThreadClock {
  static var now: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}
