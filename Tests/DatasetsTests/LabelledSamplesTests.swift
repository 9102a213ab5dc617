import MatrixNorms
import TestSupport
import Testing

@testable import Datasets

@Suite struct LabelledSamplesTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func samples(_ features: [[Double]], _ preprocessing: Preprocessing = .init()) throws -> LabelledSamples {
    let data = features.joined().flatMap { littleEndian($0.bitPattern) }
    let shape = "(\(features.count), \(features[0].count))"
    let path = try folder.write(npyBytes(descr: "'<f8'", shape: shape, data: data), "x.npy")
    let labels = npyBytes(
      descr: "'|u1'", shape: "(\(features.count),)", data: Array(repeating: 0, count: features.count))
    return try Datasets.load(
      path, labels: folder.write(labels, "y.npy"), role: .train, preprocessing: preprocessing)
  }

  @Test func doublePrecisionStaysExact() throws {
    let features: [[Double]] = [[0.1, -0.0, .leastNonzeroMagnitude], [1 / 3, 1e308, -1e-308]]
    let read = try samples(features).features(0..<2)
    #expect(read.elements.map(\.bitPattern) == features.joined().map(\.bitPattern))
  }

  @Test func scaleComesBeforeShift() throws {
    let samples = try samples([[0, 255]], Preprocessing(scale: 2 / 255, shift: -1))
    #expect(try samples.features(0..<1) == Matrix([[-1, 255 * (2 / 255) - 1]]))
  }

  @Test(
    "a feature that is not finite is refused with sample and feature, counted within the whole set",
    arguments: [Double.infinity, -.infinity])
  func nonFinite(value: Double) throws {
    let samples = try samples([[1, 2], [3, 4], [5, value]])
    #expect(try samples.features(0..<2).rows == 2)
    #expect(throws: DatasetError.nonFiniteFeature(path: samples.path, sample: 2, feature: 1, value: value)) {
      try samples.features(1..<3)
    }
  }

  @Test("a feature that is not a number is refused, also where the scale is zero")
  func notANumber() throws {
    for scale in [0.0, 1] {
      let samples = try samples([[1, .nan]], Preprocessing(scale: scale))
      let error = #expect(throws: DatasetError.self) { try samples.features(0..<1) }
      #expect(error?.description.hasSuffix("sample 0, feature 1: nan is not finite") == true)
    }
  }

  @Test("preprocessing that overflows is refused")
  func overflow() throws {
    let samples = try samples([[1e200]], Preprocessing(scale: 1e200))
    #expect(throws: DatasetError.nonFiniteFeature(path: samples.path, sample: 0, feature: 0, value: .infinity)) {
      try samples.features(0..<1)
    }
  }

  @Test("the first two of three samples keep path, digest and features")
  func prefix() throws {
    let all = try samples([[1, 2], [3, 4], [5, 6]])
    let part = all.prefix(2)
    #expect(part.count == 2 && part.labels == [0, 0] && part.path == all.path && part.sha256 == all.sha256)
    #expect(try part.features(0..<2) == Matrix([[1, 2], [3, 4]]))
    #expect(all.prefix(3).count == 3)
  }
}
