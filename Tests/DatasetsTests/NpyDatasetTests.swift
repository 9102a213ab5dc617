import MatrixNorms
import TensorFiles
import TestSupport
import Testing

@testable import Datasets

@Suite struct NpyDatasetTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("the reference data are found in pairs", arguments: [(SampleRole.train, 60), (.test, 240)])
  func reference(role: SampleRole, count: Int) throws {
    let path = Fixtures.url("interop/reference/x_\(role.rawValue).npy").path
    let labels = Fixtures.url("interop/reference/y_\(role.rawValue).npy").path
    let samples = try Datasets.load(path, role: role)
    #expect((samples.count, samples.featureCount, samples.classCount) == (count, 8, 3))
    #expect(try samples.sha256 == sha256(ofFiles: [path, labels]))
    let file = try TensorFiles.open(path)
    #expect(try samples.features(0..<count).elements == file.values(of: file.tensors[0]))
    #expect(try Datasets.load(path, labels: labels, role: role).labels == samples.labels)
  }

  @Test(
    "the labels' name follows from the features' name",
    arguments: [
      ("x_train.npy", "y_train.npy"), ("X_test.npy", "y_test.npy"), ("train-images.npy", "train-labels.npy"),
      ("a/b/train_x.npy", "train_y.npy"), ("mnist_x1.npy", "mnist_y1.npy"), ("features.npy", "labels.npy"),
    ])
  func siblings(features: String, labels: String) {
    #expect(NpyDataset.labelsNames(for: features).first == labels)
  }

  @Test func aLetterWithinAWordIsNoName() {
    #expect(NpyDataset.labelsNames(for: "x/max.npy").isEmpty)
    #expect(replacingWord("x", by: "y", in: "x-max-x.npy") == "y-max-y.npy")
  }

  @Test("labels that are nowhere are an error that lists the names tried")
  func missingLabels() throws {
    let path = try folder.write(npyBytes(descr: "'|u1'", shape: "(1, 1)", data: [1]), "x.npy")
    #expect(throws: DatasetError.labelsNotFound(path: path, tried: [folder.path("y.npy")])) {
      try Datasets.load(path, role: .train)
    }
    let other = try folder.write(npyBytes(descr: "'|u1'", shape: "(1, 1)", data: [1]), "pixels.npy")
    let error = #expect(throws: DatasetError.self) { try Datasets.load(other, role: .train) }
    #expect(error?.description.contains("the name suggests none") == true)
  }

  @Test("a labels file that is given but missing is named")
  func givenLabelsMissing() throws {
    let path = try folder.write(npyBytes(descr: "'|u1'", shape: "(1, 1)", data: [1]), "x.npy")
    #expect(throws: DatasetError.file(.notFound(path: folder.path("none.npy")))) {
      try Datasets.load(path, labels: folder.path("none.npy"), role: .train)
    }
  }
}
