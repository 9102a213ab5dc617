import Foundation
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct ReferencePlaceTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for path in [
      "a/init.pt", "a/epoch-1.pt", "a/epoch-2.pt", "b/init.pt", "b/deep/epoch-1.pt", "b/deep/epoch-2.pt",
      "c/epoch-1.pt", "c/epoch-2.pt",
    ] {
      let target = URL(filePath: folder.path(path))
      try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: target)
    }
  }

  @Test("a name: the file in a run's own folder, else above it, never above the folder that was asked for") func names()
    throws
  {
    let place = ReferencePlace.named("init.pt")
    let found = try CheckpointDiscovery([folder.path("")], reference: place)
    #expect(found.files.map(\.label).allSatisfy { !$0.hasSuffix("init.pt") } && found.files.count == 6)
    let paths = Dictionary(grouping: found.files, by: \.series).mapValues { Set($0.map { place.path(for: $0) }) }
    #expect(paths == ["a": [folder.path("a/init.pt")], "b/deep": [folder.path("b/init.pt")], "c": [nil]])
    #expect(found.references.sorted() == [folder.path("a/init.pt"), folder.path("b/init.pt")])
    let below = try CheckpointDiscovery([folder.path("b/deep")], reference: place)
    #expect(below.files.map { place.path(for: $0) } == [nil, nil])
  }

  @Test("a single file's own folder is looked at") func file() throws {
    let place = ReferencePlace.named("init.pt")
    let found = try CheckpointDiscovery([folder.path("a/epoch-1.pt")], reference: place)
    #expect(found.files.map { place.path(for: $0) } == [folder.path("a/init.pt")])
  }

  @Test("one file for all is no checkpoint where it is met, however it is named, and others of its name are") func one()
    throws
  {
    let place = ReferencePlace.file(folder.path("b/../a/init.pt"))
    let found = try CheckpointDiscovery(
      [folder.path("a"), folder.path("a/init.pt"), folder.path("b")], reference: place)
    #expect(
      found.files.map(\.path).sorted() == [
        folder.path("a/epoch-1.pt"), folder.path("a/epoch-2.pt"), folder.path("b/deep/epoch-1.pt"),
        folder.path("b/deep/epoch-2.pt"), folder.path("b/init.pt"),
      ])
    #expect(found.files.allSatisfy { place.path(for: $0) == folder.path("b/../a/init.pt") })
  }

  @Test("without a reference init.pt is the first checkpoint of its run") func first() throws {
    let found = try CheckpointDiscovery([folder.path("a")])
    #expect(found.files.map(\.label) == ["init.pt", "epoch-1.pt", "epoch-2.pt"] && found.references.isEmpty)
  }
}
