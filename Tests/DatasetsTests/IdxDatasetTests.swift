import MatrixNorms
import TensorFiles
import TestSupport
import Testing

@testable import Datasets

@Suite struct IdxDatasetTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let images = idxBytes(type: 0x08, sides: [2, 1, 2], data: [0, 51, 102, 255])
  private let labels = idxBytes(type: 0x08, sides: [2], data: [9, 4])

  @Test("MNIST's names are found in pairs, compressed or not", arguments: ["", ".gz"], ["", ".gz"])
  func mnist(images imagesEnding: String, labels labelsEnding: String) throws {
    let path = try folder.write(
      imagesEnding.isEmpty ? images : gzipBytes(images), "train-images-idx3-ubyte\(imagesEnding)")
    _ = try folder.write(
      labelsEnding.isEmpty ? labels : gzipBytes(labels), "train-labels-idx1-ubyte\(labelsEnding)")
    let samples = try Datasets.load(path, role: .train, preprocessing: Preprocessing(scale: 1 / 255))
    #expect(samples.labels == [9, 4])
    #expect(samples.classCount == 10)
    #expect(try samples.features(0..<2) == Matrix([[0, 51 * (1 / 255)], [102 * (1 / 255), 255 * (1 / 255)]]))
  }

  @Test(
    "the labels' name follows from the images' name",
    arguments: [
      ("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"), ("t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"),
      ("images.idx", "labels.idx"),
    ])
  func siblings(images: String, labels: String) {
    #expect(IdxDataset.labelsNames(for: images).first == labels)
  }

  @Test func aFileWithAnotherNameIsRecognisedByItsFirstBytes() throws {
    let path = try folder.write(gzipBytes(images), "pictures.bin")
    #expect(try Datasets.load(path, labels: folder.write(labels, "classes"), role: .test).count == 2)
  }

  @Test func labelsMayBeANumPyArray() throws {
    let numpy = npyBytes(descr: "'|u1'", shape: "(2,)", data: [1, 0])
    let path = try folder.write(images, "a-ubyte")
    #expect(try Datasets.load(path, labels: folder.write(numpy, "l.npy"), role: .test).labels == [1, 0])
  }
}
