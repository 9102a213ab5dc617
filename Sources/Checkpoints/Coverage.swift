/// What became of a file or of one tensor in it: nothing is ever passed over silently.
public struct Coverage: Sendable, Equatable {
  /// What became of it.
  public enum Status: String, Sendable {
    /// It is in the report's numbers.
    case analysed
    /// It was left out on purpose.
    case skipped
    /// It should have been read and could not be.
    case failed
  }

  /// The file or folder.
  public let path: String
  /// The tensor, where the line is about one.
  public let tensor: String?
  /// What became of it.
  public let status: Status
  /// Why, in one line; for an analysed tensor what it was read as.
  public let reason: String

  /// One line of the coverage table.
  public init(path: String, tensor: String? = nil, status: Status, reason: String) {
    self.path = path
    self.tensor = tensor
    self.status = status
    self.reason = reason
  }
}
