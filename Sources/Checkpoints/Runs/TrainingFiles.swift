/// Files that training tools write beside a model and that are none, by their names.
enum TrainingFiles {
  /// What the file is instead; nil where the name says nothing.
  static func reason(for name: String) -> String? {
    let lower = name.lowercased()
    return rules.first { $0.matches(lower) }?.reason
  }

  /// A name that begins with one of the words, at their end or before a sign, and ends in one of the extensions.
  private struct Rule {
    var words: [String] = [""]
    let extensions: [String]
    let reason: String

    func matches(_ name: String) -> Bool {
      guard let type = extensions.first(where: { name.hasSuffix($0) }) else { return false }
      let stem = name.dropLast(type.count)
      return words.contains { word in
        guard stem.hasPrefix(word) else { return false }
        return word.isEmpty || !(stem.dropFirst(word.count).first?.isLetter ?? false)
      }
    }
  }

  private static let states = [".pt", ".pth", ".bin", ".ckpt", ".pkl", ".npz", ".safetensors"]

  private static let rules = [
    Rule(words: ["gapbound"], extensions: [".yaml", ".yml"], reason: "settings of this analysis"),
    Rule(words: ["optimizer", "optim"], extensions: states, reason: "optimizer state, no model"),
    Rule(
      words: ["scheduler", "lr_scheduler"], extensions: states, reason: "state of the learning-rate schedule, no model"),
    Rule(
      words: ["rng_state", "random_state", "random_states"], extensions: states,
      reason: "state of random number generators, no model"),
    Rule(words: ["scaler", "grad_scaler"], extensions: states, reason: "state of the gradient scaler, no model"),
    Rule(words: ["training_args"], extensions: [".bin", ".json"], reason: "arguments of the training, no model"),
    Rule(words: ["events.out.tfevents"], extensions: [""], reason: "TensorBoard events, not read"),
    Rule(extensions: [".yaml", ".yml"], reason: "settings, no model"),
    Rule(
      words: ["config", "generation_config", "adapter_config", "preprocessor_config"], extensions: [".json"],
      reason: "description of a model, no weights"),
    Rule(
      words: ["tokenizer", "special_tokens_map", "added_tokens", "vocab"], extensions: [".json"],
      reason: "tokenizer, no model"),
    Rule(
      words: ["all_results", "train_results", "eval_results", "test_results", "predict_results"],
      extensions: [".json"], reason: "results of the last training, not of a checkpoint"),
  ]
}
