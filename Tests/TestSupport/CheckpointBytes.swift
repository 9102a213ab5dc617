/// A safetensors file of float64 tensors by name and shape, in the order given.
public func safetensorsBytes(
  _ tensors: [(name: String, shape: [Int], values: [Double])], metadata: [String: String] = [:]
) -> [UInt8] {
  var entries: [String] = []
  if !metadata.isEmpty {
    let pairs = metadata.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\"\($0.value)\"" }
    entries.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
  }
  var data: [UInt8] = []
  for (name, shape, values) in tensors {
    let start = data.count
    for value in values { data += littleEndian(value.bitPattern) }
    entries.append("\"\(name)\":{\"dtype\":\"F64\",\"shape\":\(shape),\"data_offsets\":[\(start),\(data.count)]}")
  }
  return safetensorsBytes(header: "{\(entries.joined(separator: ","))}", data: data)
}

/// The same with every value 1, from names and shapes alone.
public func safetensorsBytes(shapes: [(String, [Int])], metadata: [String: String] = [:]) -> [UInt8] {
  safetensorsBytes(
    shapes.map { ($0, $1, Array(repeating: 1, count: $1.reduce(1, *))) }, metadata: metadata)
}
