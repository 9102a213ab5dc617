import TensorFiles

enum OnnxSteps {
  static func reading(of graph: OperatorGraph, in file: any TensorFile) -> StepReading { StepReading() }
}
enum KerasSteps {
  static func reading(of text: String, in file: any TensorFile) -> StepReading { StepReading() }
}
