import Bounds
import Checkpoints
import Datasets
import MatrixNorms
import TestSupport
import Testing

@testable import Analysis

@Suite struct ExhibitCollectionTests {
  /// Two layers of two neurons, the first scaled.
  private static func network(_ scale: Double) -> [UInt8] {
    safetensorsBytes([("0.weight", [2, 2], [3 * scale, 0, 0, 4]), ("1.weight", [2, 2], [1, 0, 0, 1])])
  }

  /// A report on one folder with these files, or on each file by itself.
  private func report(
    _ files: [String: [UInt8]], hasData: Bool = true, apart: Bool = false
  ) throws -> AnalysisReport {
    let folder = try TemporaryFolder()
    let data = try folder.write("0.5,1,0\n1,0.25,1\n0.75,0.5,0\n", "train.csv")
    for (name, bytes) in files { _ = try folder.write(bytes, name) }
    let samples = try Datasets.load(data, role: .train)
    let radii: [RadiusSetting] = [.uniform(0, layers: nil), .uniform(0.01, layers: nil)]
    let settings = AnalysisSettings(
      train: hasData ? samples : nil, radii: hasData ? radii : [], marginScale: .value(0.5),
      workers: WorkerCount(1, cores: 1))
    let paths = apart ? files.keys.sorted().map(folder.path) : [folder.path("")]
    let discovery = try CheckpointDiscovery(paths, excluding: [data])
    return Analyzer(settings).report(on: discovery, command: "analyze") { _, _ in }
  }

  @Test("the last checkpoint of a series that is no copy, with a curve for each bound and setting") func last() throws {
    let report = try report([
      "epoch-1.safetensors": Self.network(1), "epoch-2.safetensors": Self.network(2),
      "epoch-3.safetensors": Self.network(1),
    ])
    let exhibit = try #require(report.exhibits.first)
    #expect(report.exhibits.count == 1 && exhibit.label == "epoch-2.safetensors")
    #expect(exhibit.spectra.map(\.layer) == ["0.weight", "1.weight"])
    // diag(6, 4): σ = 6, 4, each a sum of few rounded products.
    #expect(zip(exhibit.spectra[0].values, [6, 4]).allSatisfy { abs($0 - $1) < 1e-14 })
    #expect(exhibit.spectra[0].indices == [1, 2] && exhibit.spectra[0].count == 2)
    let applicable = boundCatalogue.map { $0.key }.filter { $0 != Bartlett2017Reference.key }
    #expect(exhibit.curves.map(\.radiusIndex) == applicable.map { _ in 0 } + applicable.map { _ in 1 })
    #expect(exhibit.curves.prefix(applicable.count).map(\.bound) == applicable)
  }

  @Test("every curve passes through 1 where n* says so") func crossing() throws {
    let report = try report(["a.safetensors": Self.network(1)])
    let curves = try #require(report.exhibits.first?.curves)
    for curve in curves {
      let bound = report.checkpoints[curve.radiusIndex].bounds.first { $0.key == curve.bound }
      let needed = try #require(bound).sampleCountNeeded ?? .infinity
      #expect(curve.sampleCounts.first == 10 && curve.sampleCounts.count == 25)
      for (n, logarithm) in zip(curve.sampleCounts, curve.log10Totals) {
        #expect((logarithm < 0) == (n >= needed), "\(curve.bound) at \(n), n* = \(needed)")
      }
      #expect(curve.log10Totals.contains { $0 < 0 } == needed.isFinite)
    }
  }

  @Test("norms alone have spectra and no curves; thirteen series have twelve exhibits") func norms() throws {
    let alone = try report(["a.safetensors": Self.network(1)], hasData: false)
    #expect(alone.exhibits.map(\.spectra.count) == [2] && alone.exhibits.allSatisfy { $0.curves.isEmpty })
    let runs = (10..<23).map { ("\($0).safetensors", Self.network(Double($0))) }
    let many = try report(Dictionary(uniqueKeysWithValues: runs), hasData: false, apart: true)
    #expect(Set(many.checkpoints.map(\.file.series)).count == 13)
    #expect(many.exhibits.count == 12 && many.exhibits.first?.label == many.checkpoints.first?.file.label)
  }

  @Test("200 singular values are thinned to at most 65, the first and the last among them") func thinned() throws {
    var elements = [Double](repeating: 0, count: 40_000)
    for i in 0..<200 { elements[201 * i] = Double(200 - i) }
    let diagonal = Matrix(rows: 200, columns: 200, elements: elements)
    let spectrum = LayerSpectrum(LayerMeasurement(name: "w", norms: try LayerNorms(of: diagonal)))
    #expect(spectrum.count == 200 && spectrum.indices.count <= 65 && spectrum.indices.count > 40)
    #expect(spectrum.indices.first == 1 && spectrum.indices.last == 200)
    #expect(zip(spectrum.indices, spectrum.indices.dropFirst()).allSatisfy { $0 < $1 })
    for (index, value) in zip(spectrum.indices, spectrum.values) {
      // σ_i = 201 − i up to LAPACK's backward error, a few hundred units of 2⁻⁵³ · 200.
      #expect(abs(value - Double(201 - index)) < 1e-9)
    }
  }
}
