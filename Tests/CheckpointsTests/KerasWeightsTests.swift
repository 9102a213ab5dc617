import Testing

@testable import Checkpoints

@Suite struct KerasWeightsTests {
  @Test(
    "Keras's names of classes",
    arguments: [
      ("Dense", "dense"), ("BatchNormalization", "batch_normalization"), ("ReLU", "re_lu"),
      ("LeakyReLU", "leaky_re_lu"),
      ("Conv2D", "conv2d"), ("InputLayer", "input_layer"), ("ELU", "elu"),
    ])
  func snakeCase(name: String, folder: String) { #expect(KerasWeights.snakeCase(name) == folder) }
}
