public enum ElementType: Sendable { case float64, float32, int64
  public var isFloatingPoint: Bool { true } }
public struct TensorDescription: Sendable, Equatable { public let name: String; public let elementType: ElementType?; public let storedType: String; public let shape: [Int]; public var elementCount: Int { shape.reduce(1,*) } }
public enum TensorFileError: Error, Equatable, Sendable { case x }
public protocol TensorFile: Sendable { var path: String { get }
  var tensors: [TensorDescription] { get }
  var metadata: [String: String] { get }
  func values(of tensor: TensorDescription, elements: Range<Int>) throws(TensorFileError) -> [Double] }
extension TensorFile { public func values(of tensor: TensorDescription) throws(TensorFileError) -> [Double] { [] } }
public struct TensorFileFormat: Sendable { public let name: String; public let extensions: [String] }
public enum TensorFiles { public static func open(_ path: String) throws(TensorFileError) -> any TensorFile { throw .x }
  public static let formats: [TensorFileFormat] = [] }
public func sha256(ofFile path: String) throws(TensorFileError) -> String { "" }
