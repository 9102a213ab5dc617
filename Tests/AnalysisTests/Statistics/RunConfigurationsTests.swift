import Testing

@testable import Analysis

@Suite struct RunConfigurationsTests {
  @Test("only what varies counts, 0.1 is 1e-1, what is not set is a value, the seed is none") func levels() {
    let configurations = RunConfigurations(of: [
      ["rate": "0.1", "width": "64", "same": "x", "seed": "1", "every": "1"],
      ["rate": "1e-1", "width": "128", "same": "x", "seed": "2", "every": "2"], [:],
      ["rate": "1", "same": "x", "seed": "3"],
    ])
    #expect(configurations.names == ["rate", "width"])
    #expect(configurations.levels == [[0, 0], [0, 1], nil, [1, 2]])
  }

  @Test("metadata of a training: parameters by name; what follows from others counts where given") func metadata() {
    let plain = TrainingMetadata.hyperparameters([
      "format": "gapbound training", "lambda": "0.0", "epsilon": "0", "robust_term": "none", "mu": "0.1",
      "learning_rate": "0.1", "given": "mu", "architecture": "2-2",
    ])
    #expect(plain == ["mu": "0.1"])
    let given = TrainingMetadata.hyperparameters(["lambda": "0.5", "epsilon": "0.01", "given": "epsilon,lambda"])
    #expect(given == ["lambda": "0.5", "epsilon": "0.01"])
    #expect(TrainingMetadata.hyperparameters(["learning_rate": "0.1", "author": "x"]) == ["learning_rate": "0.1"])
  }
}
