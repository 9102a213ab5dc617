import ArgumentParser
import Bounds
import Certification
import Datasets
import Networks
import Reporting
import TensorFiles
import Training

/// `gapbound list bounds`
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "What there is: bounds and measures, certificates, robust terms, formats, activations.",
    discussion: """
      EXAMPLES
        gapbound list bounds
        gapbound list formats
      """)

  /// The catalogues.
  enum Catalogue: String, CaseIterable, ExpressibleByArgument {
    case bounds, certificates, terms, formats, activations
  }

  @Argument(help: "bounds, certificates, terms, formats or activations.")
  var catalogue: Catalogue

  func run() {
    switch catalogue {
    case .bounds:
      for bound in boundCatalogue { Self.show(bound) }
      for measure in measureCatalogue { Self.show(measure) }
    case .certificates:
      for certificate in certificateCatalogue {
        print("\(certificate.key)\n  formula  \(certificate.formula)\n  source   \(certificate.source)")
      }
    case .terms:
      for term in RobustTermKind.allCases {
        print("\(term.rawValue)\n  formula  \(term.formula)\n  source   \(term.source)")
      }
    case .formats:
      for format in TensorFiles.formats {
        print("checkpoints  \(format.fileExtensions.map { "." + $0 }.joined(separator: " "))  \(format.summary)")
      }
      for format in Datasets.formats { print("samples      \(format.name)  \(format.summary)") }
      for format in reportFormatCatalogue { print("reports      \(format.name)  \(format.summary)") }
    case .activations:
      for (name, activation) in Activation.named {
        print("\(name)  \(activation.obstacle.map { "norms and risks only: " + $0 } ?? "all theorems")")
      }
      print("(leaky_relu has the slope 0.01, torch's default)")
      print("clip(a, b)  min(max(x, a), b), for example clip(0, 1); all theorems where a ≥ 0")
    }
  }

  private static func show(_ bound: any GeneralizationBound.Type) {
    print(
      """
      \(bound.key)
        kind     \(kind(of: bound))
        formula  \(bound.formula)
        source   \(bound.source)
        assumes  \(bound.assumptions.joined(separator: "; "))
      """)
  }

  /// What the number may be used for, and what it is about.
  private static func kind(of bound: any GeneralizationBound.Type) -> String {
    guard bound.isVerified else { return "unverified constants, for comparison only" }
    return bound.coversPerturbedWeights ? "bound, for all weights in the ball" : "bound, for the network as it is"
  }

  private static func show(_ measure: any CapacityMeasure.Type) {
    print(
      """
      \(measure.key)
        kind     measure, no guarantee; a larger gap is expected where it is \(measure.expectation.rawValue)
        formula  \(measure.formula)
        source   \(measure.source)
        remarks  \(measure.remarks.joined(separator: "; "))
      """)
  }
}
