/// The epoch and the optimizer step that a checkpoint's name or metadata tells.
public struct EpochAndStep: Sendable, Equatable {
  /// Epoch; nil where nothing says it.
  public var epoch: Int?
  /// Step; nil where nothing says it.
  public var step: Int?

  /// What the number in `checkpoint-500` counts: steps for the HF Trainer, epochs for timm.
  public enum Counter: Sendable { case step, epoch }

  /// Reads names such as `epoch=12-step=3000`, `model_epoch_004`, `ep7`, `checkpoint-500`, `global_step100`.
  ///
  /// The last part of a path counts first, then the folder: `epoch_4/model.safetensors` is epoch 4.
  public init(path: String, checkpointCounts counter: Counter = .step) {
    for part in path.split(separator: "/").suffix(2).reversed() {
      let name = part.lowercased()
      epoch = epoch ?? Self.number(in: name, after: /(?:^|[^a-z])(?:epoch|ep)[-_=. ]*([0-9]+)/)
      step = step ?? Self.number(in: name, after: /(?:^|[^a-z])(?:global[-_]?step|steps?|iter)[-_=. ]*([0-9]+)/)
      let bare = Self.number(in: name, after: /(?:^|[^a-z])checkpoint[-_=. ]*([0-9]+)/)
      switch counter {
      case .step: step = step ?? bare
      case .epoch: epoch = epoch ?? bare
      }
    }
  }

  /// Reads the keys `epoch` and `step` of a file's metadata.
  public init(metadata: [String: String]) {
    epoch = metadata["epoch"].flatMap { Int($0) }
    step = (metadata["step"] ?? metadata["global_step"]).flatMap { Int($0) }
  }

  private static func number(in name: String, after pattern: Regex<(Substring, Substring)>) -> Int? {
    name.firstMatch(of: pattern).flatMap { Int($0.output.1) }
  }
}
