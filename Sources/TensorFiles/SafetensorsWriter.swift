import Foundation

/// A tensor to be written: its name, its shape, its elements in row-major order.
public struct TensorValues: Sendable, Equatable {
  /// The name under which it is stored.
  public let name: String
  /// The side lengths, outermost first.
  public let shape: [Int]
  /// The elements.
  public let values: [Double]

  /// A tensor.
  ///
  /// - Precondition: the shape has as many elements as there are values.
  public init(name: String, shape: [Int], values: [Double]) {
    precondition(checkedElementCount(shape) == values.count, "\(values.count) values do not fill \(shape)")
    self.name = name
    self.shape = shape
    self.values = values
  }
}

/// Writes safetensors files: 8 bytes with the header's length, a JSON header, then the tensors without holes.
///
/// Tensors stand in the order of their names, the header is padded with spaces to a multiple of eight bytes, and keys are
/// sorted: the same tensors give the same bytes.
public enum SafetensorsWriter {
  /// How elements are stored.
  public enum Precision: Sendable {
    /// As F64.
    case double
    /// As F32 where every element of a tensor is a float32, otherwise as F64: no element changes.
    case shortest
  }

  /// Writes a file beside its place under another name and then renames it, so that no reader finds half of one.
  /// O(elements) time, and as much memory as the file has bytes.
  ///
  /// - Precondition: no tensor is called `__metadata__`.
  /// - Throws: `duplicateTensor`, `cannotWrite`.
  public static func write(
    _ tensors: [TensorValues], metadata: [String: String] = [:], precision: Precision = .double, to path: String
  ) throws(TensorFileWriteError) {
    let data = Data(try bytes(tensors, metadata: metadata, precision: precision, path: path))
    do { try data.write(to: URL(filePath: path, directoryHint: .notDirectory), options: .atomic) } catch {
      throw .cannotWrite(path: path, cause: error.localizedDescription)
    }
  }

  /// The whole file.
  static func bytes(
    _ tensors: [TensorValues], metadata: [String: String], precision: Precision, path: String
  ) throws(TensorFileWriteError) -> [UInt8] {
    let sorted = tensors.sorted { $0.name < $1.name }
    if let twice = zip(sorted, sorted.dropFirst()).first(where: { $0.name == $1.name }) {
      throw .duplicateTensor(path: path, tensor: twice.0.name)
    }
    var entries = metadata.isEmpty ? [] : ["\"__metadata__\":\(object(metadata))"]
    var data: [UInt8] = []
    data.reserveCapacity(8 * sorted.reduce(0) { $0 + $1.values.count })
    for tensor in sorted {
      precondition(tensor.name != "__metadata__", "the name __metadata__ is taken")
      let start = data.count
      let type = append(tensor.values, precision, to: &data)
      entries.append(
        "\(quoted(tensor.name)):{\"dtype\":\"\(type)\",\"shape\":[\(tensor.shape.map(String.init).joined(separator: ","))],"
          + "\"data_offsets\":[\(start),\(data.count)]}")
    }
    return header(entries) + data
  }

  /// The header's length and the header.
  private static func header(_ entries: [String]) -> [UInt8] {
    var text = Array("{\(entries.joined(separator: ","))}".utf8)
    text += Array(repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
    var bytes: [UInt8] = []
    append(UInt64(text.count), to: &bytes)
    return bytes + text
  }

  private static func append(_ values: [Double], _ precision: Precision, to data: inout [UInt8]) -> String {
    // NaN is never equal: its bits stay whole.
    if precision == .shortest, values.allSatisfy({ Double(Float($0)) == $0 }) {
      for value in values { append(Float(value).bitPattern, to: &data) }
      return "F32"
    }
    for value in values { append(value.bitPattern, to: &data) }
    return "F64"
  }

  /// Least significant byte first.
  private static func append<Bits: FixedWidthInteger>(_ bits: Bits, to data: inout [UInt8]) {
    for shift in stride(from: 0, to: Bits.bitWidth, by: 8) { data.append(UInt8(truncatingIfNeeded: bits >> shift)) }
  }

  private static func object(_ members: [String: String]) -> String {
    "{\(members.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }.joined(separator: ","))}"
  }

  /// A JSON string.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// Why a tensor file could not be written.
public enum TensorFileWriteError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Two tensors have the same name.
  case duplicateTensor(path: String, tensor: String)
  /// The file cannot be written or put in its place.
  case cannotWrite(path: String, cause: String)

  /// The path and the cause in one line.
  public var description: String {
    switch self {
    case .duplicateTensor(let path, let tensor): "cannot write \(path): two tensors are called \(tensor)"
    case .cannotWrite(let path, let cause): "cannot write \(path): \(cause)"
    }
  }
}
