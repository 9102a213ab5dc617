import Glibc

/// Two limits beside libFuzzer's own `-rss_limit_mb`, which looks once a second only.
struct MemoryWatch {
  /// Address space that the process may take beyond what it has at the start: a length that a file invents makes malloc
  /// fail at once, whether or not the memory would ever be touched.
  static let addressSpace = 512 << 20
  /// Resident memory that an input may add beyond ten times its size: 32 MB that a pickle's graph may always take, buffers
  /// of fixed size, and libFuzzer's own growth.
  static let allowance = 64 << 20

  /// Sets the limit on the address space.
  func limitAddressSpace() {
    var limit = rlimit()
    limit.rlim_cur = rlim_t(Self.currentAddressSpace() + Self.addressSpace)
    limit.rlim_max = limit.rlim_cur
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
  }

  /// Runs the body and ends the process where the peak of resident memory rose by more than ten times the file.
  func check(allowing byteCount: Int, _ body: () -> Void) {
    let before = Self.peakResident()
    body()
    let growth = Self.peakResident() - before
    precondition(growth <= 10 * byteCount + Self.allowance, "\(growth) bytes of memory for a file of \(byteCount)")
  }

  private static func peakResident() -> Int {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    return usage.ru_maxrss * 1024
  }

  private static func currentAddressSpace() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 1 << 30 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    guard fgets(&line, 256, file) != nil else { return 1 << 30 }
    return Int(strtol(line, nil, 10)) * sysconf(Int32(_SC_PAGESIZE))
  }
}
