import Datasets
import TensorFiles
import TestSupport
import Testing

@Suite struct CatalogueTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let names = Datasets.formats.flatMap { format in format.nameEndings.map { "d\($0)" } }

  @Test("every format names a file that is not there", arguments: names + ["d.unknown"])
  func missing(name: String) {
    let path = folder.path(name)
    #expect(throws: DatasetError.file(.notFound(path: path))) { try Datasets.load(path, role: .train) }
  }

  @Test("every format refuses an empty file", arguments: names + ["d.unknown"])
  func empty(name: String) throws {
    let path = try folder.write([], name)
    #expect(throws: DatasetError.file(.empty(path: path))) { try Datasets.load(path, role: .train) }
  }

  @Test("every format refuses noise and names the file", arguments: names + ["d.unknown"])
  func noise(name: String) throws {
    let path = try folder.write((0..<200).map { UInt8(truncatingIfNeeded: $0 * 37 + 11) }, name)
    let error = #expect(throws: DatasetError.self) { try Datasets.load(path, role: .train) }
    #expect(error?.description.hasPrefix(path) == true)
  }

  @Test func anUnknownFileIsAnErrorThatListsTheFormats() throws {
    let path = try folder.write("hello", "d.parquet")
    let error = #expect(throws: DatasetError.self) { try Datasets.load(path, role: .train) }
    #expect(error?.description.hasSuffix("known: .npz, .npy, .csv, .csv.gz, ubyte, ubyte.gz, .idx, .idx.gz") == true)
  }

  @Test func catalogueNamesAreUnique() {
    #expect(Set(Datasets.formats.map(\.name)).count == Datasets.formats.count)
    #expect(Set(Self.names).count == Self.names.count)
  }
}
