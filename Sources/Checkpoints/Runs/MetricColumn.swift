/// What a column of a training log measures, by its name: `train_acc`, `val/loss`, `eval_top1`, `Loss/test`, `error`.
///
/// Only names of this vocabulary are read; anything else in a log (learning rates, times, perplexities) is passed over.
struct MetricColumn: Sendable, Equatable {
  enum Quantity: Sendable { case loss, accuracy, error }

  enum Role: Sendable { case train, test }

  /// As the log writes it.
  let name: String
  let quantity: Quantity
  let role: Role
  /// The word for the quantity. Columns that share it share the unit: `train_top1` and `eval_top1`.
  let word: String
  /// Among columns of one role and quantity the lowest is used: test before validation, an epoch's mean before others.
  let rank: Int

  init?(name: String) {
    guard name.utf8.count <= Self.longestName else { return nil }
    var words = Self.words(of: name)[...]
    // Lightning's `_step` is the value of one batch.
    guard let last = words.last, last != "step" else { return nil }
    let isEpochMean = last == "epoch" && words.count > 1
    if isEpochMean { words.removeLast() }
    var said: (role: Role, rank: Int)?
    if let first = words.first, let role = Self.roles[first], words.count > 1 {
      said = role
      words.removeFirst()
    } else if let last = words.last, let role = Self.roles[last], words.count > 1 {
      said = role
      words.removeLast()
    }
    word = words.joined(separator: "_")
    guard let quantity = Self.quantities[word] else { return nil }
    self.name = name
    self.quantity = quantity
    // Keras and the HF Trainer call the training metrics plainly "loss" and "accuracy".
    role = said?.role ?? .train
    rank = 2 * (said?.rank ?? 5) + (isEpochMean ? 0 : 1)
  }

  /// Longer names are no metric of the vocabulary.
  static let longestName = 64

  /// Lower-case words: `Train/Top-1` is train, top, 1.
  static func words(of name: String) -> [String] {
    name.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.map(String.init)
  }

  private static let roles: [String: (role: Role, rank: Int)] = [
    "train": (.train, 0), "training": (.train, 0), "test": (.test, 0), "val": (.test, 1), "valid": (.test, 1),
    "validation": (.test, 1), "eval": (.test, 2), "dev": (.test, 3),
  ]

  private static let quantities: [String: Quantity] = [
    "loss": .loss, "cross_entropy": .loss, "crossentropy": .loss, "cross_entropy_loss": .loss, "ce": .loss,
    "ce_loss": .loss, "nll": .loss, "nll_loss": .loss,
    "acc": .accuracy, "accuracy": .accuracy, "acc1": .accuracy, "acc_1": .accuracy, "top1": .accuracy,
    "top_1": .accuracy, "top1_acc": .accuracy, "top1_accuracy": .accuracy, "acc_top1": .accuracy, "prec1": .accuracy,
    "prec_1": .accuracy, "categorical_accuracy": .accuracy, "sparse_categorical_accuracy": .accuracy,
    "multiclassaccuracy": .accuracy, "multiclass_accuracy": .accuracy,
    "err": .error, "error": .error, "error_rate": .error, "err1": .error, "top1_err": .error, "top1_error": .error,
  ]
}
