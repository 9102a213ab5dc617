// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [.strictMemorySafety(), .enableUpcomingFeature("ExistentialAny")]

// A package of its own, so that users of gapbound build no benchmark. The folder of the clone may have any name but
// "benchmarks": the dependency is looked up by the name given here, and two packages cannot share a folder's name.
let package = Package(
  name: "gapbound-benchmarks",
  dependencies: [.package(name: "gapbound", path: "..")],
  targets: ["LoadTensors", "Certify", "Train"].map { name in
    .executableTarget(
      name: name, dependencies: ["Timing", .product(name: "GapboundKit", package: "gapbound")], swiftSettings: settings)
  } + [.target(name: "Timing", swiftSettings: settings)]
)
