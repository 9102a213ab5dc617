/// How a training tool lays out a run, recognised by names alone.
enum RunLayout: Equatable {
  case lightning(because: String)
  case trainer(because: String)
  case timm(because: String)
  case gapbound(because: String)
  /// Names alone tell epoch and step.
  case plain

  init(of contents: FolderContents) {
    let files = contents.files
    if contents.name.wholeMatch(of: /version_[0-9]+/) != nil {
      self = .lightning(because: "the folder is named \(contents.name)")
    } else if contents.folders.contains("checkpoints"),
      let sign = Self.sign(["hparams.yaml", "metrics.csv"], in: files)
    {
      self = .lightning(because: "\(sign) stands beside checkpoints/")
    } else if contents.contains("summary.csv"), let file = files.first(where: Self.isNumberedFile) {
      self = .timm(because: "summary.csv stands beside \(file)")
    } else if let file = files.first(where: { Self.isNumberedFile($0) && $0.hasSuffix(".pth.tar") }),
      !contents.contains("trainer_state.json")
    {
      self = .timm(because: "\(file) is a file of timm's naming")
    } else if contents.contains("trainer_state.json") {
      self = .trainer(because: "trainer_state.json is there")
    } else if let folder = contents.folders.first(where: { $0.wholeMatch(of: /checkpoint-[0-9]+/) != nil }) {
      self = .trainer(because: "the folder \(folder)/ is there")
    } else if contents.contains("metrics.jsonl"), contents.contains("optimizer.safetensors") {
      self = .gapbound(because: "metrics.jsonl stands beside optimizer.safetensors")
    } else {
      self = .plain
    }
  }

  private static func sign(_ names: [String], in files: [String]) -> String? { names.first(where: files.contains) }

  private static func isNumberedFile(_ name: String) -> Bool {
    name.hasPrefix("checkpoint-") && name.dropFirst("checkpoint-".count).first?.isNumber ?? false
  }

  /// What N in `checkpoint-N` counts.
  var counter: EpochAndStep.Counter {
    if case .timm = self { .epoch } else { .step }
  }

  /// The sentence of explanations; nil for plain names.
  var explanation: String? {
    switch self {
    case .lightning(let reason): "laid out by Lightning: \(reason)"
    case .trainer(let reason): "laid out by the HF Trainer: \(reason); N in checkpoint-N is the optimizer step"
    case .timm(let reason): "laid out by timm: \(reason); N in checkpoint-N is the epoch"
    case .gapbound(let reason): "laid out by gapbound train: \(reason)"
    case .plain: nil
    }
  }
}
