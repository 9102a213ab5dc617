// swift-tools-version: 6.2
import PackageDescription

/// A package of its own, so that nobody who builds or uses gapbound builds this. Run by `make fuzz`.
let package = Package(
  name: "Fuzzing",
  dependencies: [
    // By name: the folder of a clone may be called anything.
    .package(name: "gapbound", path: ".."),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .executableTarget(
      name: "Fuzz", dependencies: [.product(name: "GapboundKit", package: "gapbound"), "Yams"],
      swiftSettings: [.enableUpcomingFeature("ExistentialAny")])
  ]
)
