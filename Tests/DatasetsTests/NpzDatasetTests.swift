import Datasets
import MatrixNorms
import TensorFiles
import TestSupport
import Testing

@Suite struct NpzDatasetTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func archive(_ members: [(String, [UInt8])], method: UInt16 = 0) throws -> String {
    try folder.write(zipBytes(members.map { .init("\($0.0).npy", $0.1, method: method) }), "d.npz")
  }

  /// Two samples of 2 × 2 bytes, counted up from `first`.
  private func images(_ first: UInt8) -> [UInt8] {
    npyBytes(descr: "'|u1'", shape: "(2, 2, 2)", data: (0..<8).map { first + $0 })
  }

  private func labels(_ values: Int64...) -> [UInt8] {
    npyBytes(descr: "'<i8'", shape: "(\(values.count),)", data: values.flatMap { littleEndian($0) })
  }

  @Test("images are flattened by rows, stored or deflated", arguments: [UInt16(0), 8])
  func flattened(method: UInt16) throws {
    let path = try archive([("x", images(0)), ("y", labels(1, 0))], method: method)
    let samples = try Datasets.load(path, role: .test)
    #expect((samples.count, samples.featureCount, samples.classCount) == (2, 4, 2))
    #expect(samples.labels == [1, 0])
    #expect(try samples.features(0..<2) == Matrix([[0, 1, 2, 3], [4, 5, 6, 7]]))
    #expect(try samples.features(1..<2) == Matrix([[4, 5, 6, 7]]))
    #expect(try samples.features(2..<2).rows == 0)
    #expect(try samples.sha256 == sha256(ofFile: path))
    #expect(samples.path == path)
  }

  @Test func theRoleSelectsItsArrays() throws {
    let path = try archive([
      ("x_train", images(0)), ("y_train", labels(0, 1)), ("x_test", images(100)), ("y_test", labels(2, 2)),
    ])
    #expect(try Datasets.load(path, role: .train).features(0..<1)[0, 0] == 0)
    #expect(try Datasets.load(path, role: .test).features(0..<1)[0, 0] == 100)
    #expect(try Datasets.load(path, role: .test).classCount == 3)
  }

  @Test func rowsOfZerosAndOneAreLabels() throws {
    let rows = npyBytes(descr: "'|u1'", shape: "(2, 3)", data: [0, 0, 1, 1, 0, 0])
    #expect(try Datasets.load(archive([("x", images(0)), ("y", rows)]), role: .train).labels == [2, 0])
  }

  @Test("features without an element type that can be read are refused when the file is opened")
  func complexFeatures() throws {
    let path = try archive([("x", npyBytes(descr: "'<c8'", shape: "(2, 2)")), ("y", labels(0, 1))])
    #expect(
      throws: DatasetError.file(.unreadableElementType(path: path, tensor: "x", storedType: "<c8"))
    ) { try Datasets.load(path, role: .train) }
  }

  @Test("an archive of objects is refused without unpickling")
  func objects() throws {
    let path = try archive([("x", npyBytes(descr: "'|O'", shape: "(2,)")), ("y", labels(0, 1))])
    #expect(throws: DatasetError.file(.pickledObjects(path: path, tensor: "x"))) {
      try Datasets.load(path, role: .train)
    }
  }

  @Test("no samples, no features and a scalar are refused")
  func nothing() throws {
    let noSamples = try archive([("x", npyBytes(shape: "(0, 4)")), ("y", npyBytes(shape: "(0,)"))])
    #expect(throws: DatasetError.noSamples(path: noSamples)) { try Datasets.load(noSamples, role: .train) }
    let noFeatures = try archive([("x", npyBytes(shape: "(2, 0)")), ("y", labels(0, 1))])
    #expect(throws: DatasetError.noFeatures(path: noFeatures, shape: [2, 0])) {
      try Datasets.load(noFeatures, role: .train)
    }
    let scalar = try archive([("x", npyBytes(shape: "()", data: [0, 0, 0, 0])), ("y", labels(0))])
    #expect(throws: DatasetError.noSampleAxis(path: scalar, array: "x")) { try Datasets.load(scalar, role: .train) }
  }

  @Test("more labels than samples are refused with both numbers")
  func countMismatch() throws {
    let path = try archive([("x", images(0)), ("y", labels(0, 1, 2))])
    let error = #expect(throws: DatasetError.countMismatch(path: path, samples: 2, labels: 3)) {
      try Datasets.load(path, role: .train)
    }
    #expect(error?.description == "\(path): 2 samples, but 3 labels")
  }

  @Test("a labels file beside an archive is refused")
  func superfluousLabels() throws {
    let path = try archive([("x", images(0)), ("y", labels(0, 1))])
    #expect(throws: DatasetError.superfluousLabels(path: path, labels: "l")) {
      try Datasets.load(path, labels: "l", role: .train)
    }
  }
}
