import TensorFiles

/// The HF Trainer's trainer_state.json: the objects of its `log_history`.
///
/// Its last object repeats means over the whole training and is left out; it has a running time.
enum TrainerStateLog {
  static func parse(_ bytes: [UInt8]) throws(LogError) -> LogTable {
    var table = LogTable()
    var reader = JSONReader(bytes)
    do {
      try reader.object { reader, key throws(HeaderSyntaxError) in
        guard key == "log_history" else { return try reader.skipValue() }
        try JSONLog.rows(&reader, into: &table, leavingOut: "train_runtime")
      }
      try reader.end()
    } catch { throw LogError(error) }
    return table
  }

  /// Where the training stood when the file was written: `global_step`; nil where the model beside it may be another, the
  /// best one, or where nothing says it.
  static func finalStep(_ bytes: [UInt8]) -> Int? {
    var reader = JSONReader(bytes)
    var (step, hasBest): (Double?, Bool) = (nil, false)
    try? reader.object { reader, key throws(HeaderSyntaxError) in
      switch key {
      case "global_step": step = try reader.finiteNumber()
      case "best_model_checkpoint":
        hasBest = reader.nextByte() == UInt8(ascii: "\"")
        try reader.skipValue()
      default: try reader.skipValue()
      }
    }
    return hasBest ? nil : step.flatMap { Int(exactly: $0) }
  }
}
