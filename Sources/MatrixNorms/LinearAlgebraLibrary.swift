/// Which BLAS and LAPACK the process runs on, and whether it may be called from several threads.
public struct LinearAlgebraLibrary: Sendable {
  /// OpenBLAS's own description: version and build options.
  public let configuration: String
  /// The processor kernel in use, for example "SkylakeX"; last digits of results depend on it.
  public let coreName: String
  /// How the library threads.
  public let threadModel: ThreadModel

  /// The builds of OpenBLAS that Debian ships.
  public enum ThreadModel: Sendable {
    /// libopenblas0-serial: concurrent calls give wrong singular values without an error.
    case serial
    /// libopenblas0-pthread: safe.
    case posix
    /// libopenblas0-openmp: ignores the thread limit on other threads.
    case openMP
  }

  /// True where concurrent calls, one thread each, are right: the POSIX-threads build only.
  public var allowsConcurrentCalls: Bool { threadModel == .posix }

  /// The library this process runs on. The first use pins it to one thread per call, so that results do not depend on the
  /// number of cores and workers do not fight for them.
  public static let current: LinearAlgebraLibrary = {
    LAPACK.pinToOneThreadPerCall()
    let model: ThreadModel =
      switch LAPACK.threadModel {
      case 0: .serial
      case 1: .posix
      default: .openMP
      }
    return LinearAlgebraLibrary(
      configuration: LAPACK.configuration, coreName: LAPACK.coreName, threadModel: model)
  }()
}
