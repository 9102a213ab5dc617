private import CMalloc

/// Keeps freed memory for the next array. By default the C library gives large arrays back to the kernel, which then hands out zeroed
/// pages again for the next batch: half the time of a cheap certificate.
enum MemoryReuse {
  /// To be called before other threads begin.
  static func enable() {
    // Refused settings leave the defaults, which are only slower.
    _ = mallopt(M_MMAP_THRESHOLD, 32 << 20)
    _ = mallopt(M_TRIM_THRESHOLD, .max)
  }
}
