// swift-tools-version: 6.2
import PackageDescription

/// Pointers and C calls must be marked `unsafe`; an unmarked one is an error.
let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatWarning("StrictMemorySafety", as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")

func library(_ name: String, uses dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(of name: String, uses dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies,
    swiftSettings: [.enableUpcomingFeature("ExistentialAny")])
}

let package = Package(
  name: "gapbound",
  products: [
    .executable(name: "gapbound", targets: ["gapbound"]),
    .library(
      name: "GapboundKit",
      targets: [
        "MatrixNorms", "Networks", "TensorFiles", "Checkpoints", "Datasets", "Bounds", "Certification", "Training",
        "Statistics", "Analysis", "Charts", "Reporting",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
  ],
  targets: [
    .systemLibrary(name: "CLAPACKE", providers: [.apt(["liblapacke-dev", "libopenblas-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(name: "CSquareRoot"),
    .systemLibrary(name: "CClp", providers: [.apt(["coinor-libclp-dev"])]),

    // Generated code (make proto): not held to our own settings.
    .target(name: "OnnxProto", dependencies: [protobuf], exclude: ["onnx.proto"]),
    library("MatrixNorms", uses: ["CLAPACKE"]),
    library("Networks", uses: ["MatrixNorms"]),
    library("Bounds", uses: ["MatrixNorms"]),
    library("Statistics"),
    library("Certification", uses: ["CClp", "MatrixNorms", "Networks", "Statistics"]),
    library("Training", uses: ["CSquareRoot", "MatrixNorms", "Networks", "Certification", "Statistics"]),
    library("TensorFiles", uses: ["CZip", "CZlib", "CCrypto", "OnnxProto", protobuf]),
    library("Checkpoints", uses: ["MatrixNorms", "Networks", "TensorFiles"]),
    library("Datasets", uses: ["MatrixNorms", "TensorFiles"]),
    library(
      "Analysis",
      uses: [
        "MatrixNorms", "Networks", "Bounds", "Certification", "Checkpoints", "Datasets", "Statistics", "TensorFiles",
        "Training",
      ]),
    library("Charts"),
    library(
      "Reporting", uses: ["Analysis", "Bounds", "Certification", "Charts", "Checkpoints", "MatrixNorms", "Statistics"]),
    .executableTarget(
      name: "gapbound",
      dependencies: [
        "Analysis", "Reporting", "Bounds", "Certification", "Checkpoints", "CMalloc", "Datasets", "MatrixNorms",
        "Networks", "TensorFiles", "Training", "Yams",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      resources: [.copy("Demo")], swiftSettings: strict),

    .target(name: "TestSupport", path: "Tests/TestSupport"),
    tests(of: "MatrixNorms"),
    tests(of: "Networks", uses: ["MatrixNorms"]),
    tests(of: "Bounds", uses: ["MatrixNorms"]),
    tests(of: "Statistics"),
    tests(of: "Charts"),
    tests(of: "Certification", uses: ["MatrixNorms", "Networks", "Statistics"]),
    tests(of: "Training", uses: ["Certification", "MatrixNorms", "Networks"]),
    tests(of: "TensorFiles"),
    tests(of: "Datasets"),
    tests(of: "Checkpoints", uses: ["MatrixNorms", "Networks", "TensorFiles"]),
    tests(
      of: "Analysis",
      uses: [
        "MatrixNorms", "Networks", "Bounds", "Certification", "Checkpoints", "Datasets", "Statistics", "TensorFiles",
        "Training",
      ]),
    .testTarget(name: "gapboundTests", dependencies: ["gapbound", "TestSupport"]),
    tests(
      of: "Reporting",
      uses: ["Analysis", "Bounds", "Certification", "Charts", "Checkpoints", "MatrixNorms", "Statistics"]),
  ]
)
