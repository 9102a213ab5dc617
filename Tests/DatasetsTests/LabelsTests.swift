import TensorFiles
import TestSupport
import Testing

@testable import Datasets

@Suite struct LabelsTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var path: String { folder.path("y.npy") }

  private func read(_ values: [Double], shape: String) throws -> [Int] {
    let bytes = npyBytes(descr: "'<f8'", shape: shape, data: values.flatMap { littleEndian($0.bitPattern) })
    let file = try TensorFiles.open(folder.write(bytes, "y.npy"))
    return try readLabels(file.tensors[0], in: file)
  }

  @Test func numbersColumnsAndOneHotRows() throws {
    #expect(try read([3, 0, 2_147_483_647], shape: "(3,)") == [3, 0, 2_147_483_647])
    #expect(try read([3, 0], shape: "(2, 1)") == [3, 0])
    #expect(try read([0, 1, 1, 0], shape: "(2, 2)") == [1, 0])
    #expect(try read([], shape: "(0,)").isEmpty)
  }

  @Test func oneHotRowsInSeveralBatches() throws {
    // One batch holds 2²⁰ numbers, so that 524289 rows of two need two of them.
    let count = 1 << 19 + 1
    let labels = try read((0..<count).flatMap { $0 % 3 == 0 ? [0.0, 1] : [1, 0] }, shape: "(\(count), 2)")
    #expect(labels == (0..<count).map { $0 % 3 == 0 ? 1 : 0 })
  }

  @Test(
    "a label that is no class is refused with its sample",
    arguments: [-1, 0.5, .infinity, -.infinity, 2_147_483_648, 1e300])
  func invalid(value: Double) throws {
    #expect(throws: DatasetError.invalidLabel(path: path, sample: 2, value: value)) {
      try read([0, 1, value], shape: "(3,)")
    }
  }

  @Test("a label that is not a number is refused")
  func notANumber() throws {
    let error = #expect(throws: DatasetError.self) { try read([.nan], shape: "(1,)") }
    #expect(error?.description.contains("sample 0: label nan") == true)
  }

  @Test(
    "rows that are not one 1 among zeros are refused",
    arguments: [[0.0, 0], [1, 1], [0.5, 0.5], [2, -1], [.nan, 1]])
  func notOneHot(row: [Double]) throws {
    #expect(throws: DatasetError.notOneHot(path: path, sample: 1)) { try read([0, 1] + row, shape: "(2, 2)") }
  }

  @Test("labels of another rank are refused", arguments: ["()", "(1, 1, 1)", "(1, 0)"])
  func shape(shape: String) throws {
    let error = #expect(throws: DatasetError.self) { try read(shape == "(1, 0)" ? [] : [0], shape: shape) }
    guard case .labelShape = error else {
      Issue.record("wrong cause")
      return
    }
  }
}
