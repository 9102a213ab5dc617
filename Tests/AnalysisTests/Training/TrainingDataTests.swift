import Datasets
import TestSupport
import Testing

@testable import Analysis

@Suite struct TrainingDataTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func load(_ text: String, _ preprocessing: Preprocessing = Preprocessing()) throws -> LabelledSamples {
    try Datasets.load(folder.write(text, "d.csv"), role: .train, preprocessing: preprocessing)
  }

  @Test("features after preprocessing, row by row: 2 · (1, 3) + 1 = (3, 7)") func features() throws {
    let data = try TrainingData(load("1,3,0\n0,0.5,2\n", Preprocessing(scale: 2, shift: 1)), limit: nil)
    #expect(data.samples.features == [3, 7, 1, 2] && data.samples.labels == [0, 2] && data.classCount == 3)
    #expect(data.samples.featureCount == 2 && data.preprocessing.scale == 2 && data.preprocessing.shift == 1)
  }

  @Test("more samples than are converted at once: 5000 numbers stay in order") func blocks() throws {
    let data = try TrainingData(load((0..<5000).map { "\($0),\($0 % 2)\n" }.joined()), limit: 4500)
    #expect(data.samples.features == (0..<4500).map(Float.init) && data.samples.labels.count == 4500)
  }

  @Test("1e39 is no float32") func beyondSinglePrecision() throws {
    let samples = try load("1,0\n1e39,1\n")
    #expect(
      throws: TrainingRunError.data(
        "\(folder.path("d.csv")): the feature 1e+39 is beyond single precision; --scale may help")
    ) { try TrainingData(samples, limit: nil) }
    #expect(try TrainingData(load("1,0\n1e39,1\n", Preprocessing(scale: 1e-39)), limit: nil).samples.features[1] == 1)
  }
}
