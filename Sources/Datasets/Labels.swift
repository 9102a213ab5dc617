import TensorFiles

/// No data set has more classes; the limit keeps tables by class within memory.
let maximalLabel = Int(Int32.max)

/// Reads labels from a tensor: one number per sample, or one row per sample that is 1 at the class and 0 elsewhere.
///
/// - Throws: `labelShape`, `invalidLabel`, `notOneHot`, `file`.
func readLabels(_ tensor: TensorDescription, in file: any TensorFile) throws(DatasetError) -> [Int] {
  let width: Int
  switch tensor.shape.count {
  case 1: width = 1
  case 2 where tensor.shape[1] > 0: width = tensor.shape[1]
  default: throw .labelShape(path: file.path, shape: tensor.shape)
  }
  var labels: [Int] = []
  labels.reserveCapacity(tensor.shape[0])
  // In batches: one-hot rows of many classes would take far more memory than the labels.
  let batch = max(1, (1 << 20) / width)
  for start in stride(from: 0, to: tensor.shape[0], by: batch) {
    let end = min(start + batch, tensor.shape[0])
    let values = try reading { () throws(TensorFileError) in
      try file.values(of: tensor, elements: start * width..<end * width)
    }
    for sample in start..<end {
      let row = values[(sample - start) * width..<(sample - start + 1) * width]
      labels.append(try label(row, path: file.path, sample: sample))
    }
  }
  return labels
}

private func label(_ row: ArraySlice<Double>, path: String, sample: Int) throws(DatasetError) -> Int {
  if row.count == 1 {
    let value = row[row.startIndex]
    guard let label = classIndex(value) else { throw .invalidLabel(path: path, sample: sample, value: value) }
    return label
  }
  guard row.allSatisfy({ $0 == 0 || $0 == 1 }), row.reduce(0, +) == 1, let place = row.firstIndex(of: 1) else {
    throw .notOneHot(path: path, sample: sample)
  }
  return place - row.startIndex
}

/// The number as a class, or nil where it is none.
func classIndex(_ value: Double) -> Int? {
  guard let label = Int(exactly: value), 0...maximalLabel ~= label else { return nil }
  return label
}
