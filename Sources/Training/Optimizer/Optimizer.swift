import MatrixNorms

/// How a gradient becomes a step.
public enum OptimizerKind: Sendable, Equatable {
  /// v := momentum · v + g + decay · w,  w := w − rate · v.
  case sgd(momentum: Double)
  /// m := β₁ m + (1 − β₁) g,  v := β₂ v + (1 − β₂) g²,  w := w − rate (m̂ / (√v̂ + 10⁻⁸) + decay · w), m̂ and v̂ without their
  /// bias to 0: weight decay is decoupled from the gradient. Source: Kingma and Ba 2015; Loshchilov and Hutter 2019.
  case adam(β1: Double, β2: Double)

  /// Its name in settings.
  public var name: String {
    switch self {
    case .sgd: "sgd"
    case .adam: "adam"
    }
  }

  /// What is no average of gradients; nil where it is one.
  var obstacle: String? {
    let shares: [(String, Double)] =
      switch self {
      case .sgd(let momentum): [("the momentum", momentum)]
      case .adam(let β1, let β2): [("beta 1", β1), ("beta 2", β2)]
      }
    return shares.first { !($0.1 >= 0 && $0.1 < 1) }.map { "\($0.0) is \($0.1), not a share below 1" }
  }
}

/// An optimizer with what it remembers. Weight decay spares the biases.
struct Optimizer<Scalar: BLASScalar>: Sendable {
  let kind: OptimizerKind
  let weightDecay: Double
  let threads: Int
  /// Steps taken.
  var steps = 0
  /// v of SGD with momentum, m of Adam; empty where there is none.
  var firstMoments: [Scalar]
  /// v of Adam.
  var secondMoments: [Scalar]
  /// The layout's weights; everything between them is a bias.
  private let weights: [Range<Int>]

  init(_ kind: OptimizerKind, weightDecay: Double, layout: ParameterLayout, threads: Int) {
    (self.kind, self.weightDecay, self.threads) = (kind, weightDecay, threads)
    weights = layout.weights.map(\.range)
    let zeros = Array(repeating: Scalar(0), count: layout.count)
    switch kind {
    case .sgd(let momentum): (firstMoments, secondMoments) = (momentum == 0 ? [] : zeros, [])
    case .adam: (firstMoments, secondMoments) = (zeros, zeros)
    }
  }

  /// One step. O(parameters), by all threads.
  mutating func step(_ parameters: inout [Scalar], _ gradient: [Scalar], rate: Double) {
    steps += 1
    let (weights, decay) = (weights, Scalar(weightDecay))
    switch kind {
    case .sgd(let momentum):
      let (rate, momentum) = (Scalar(rate), Scalar(momentum))
      update(&parameters, gradient) { range, w, v, _, g in
        Self.forEachRun(range, weights) { run, decays in
          Loop.sgd(&w, &v, g, run, rate: rate, momentum: momentum, decay: decays ? decay : 0)
        }
      }
    case .adam(let β1, let β2):
      let correction = 1 - Self.power(β1, steps)
      let scale = (1 - Self.power(β2, steps)).squareRoot()
      // rate · m̂ / (√v̂ + 10⁻⁸) = rate · scale / correction · m / (√v + scale · 10⁻⁸).
      let step = Loop.AdamStep(
        β1: Scalar(β1), β2: Scalar(β2), rate: Scalar(rate * scale / correction), floor: Scalar(scale * 1e-8))
      let shrink = Scalar(rate) * decay
      update(&parameters, gradient) { range, w, m, v, g in
        Self.forEachRun(range, weights) { run, decays in
          Loop.adam(&w, &m, &v, g, run, step, shrink: decays ? shrink : 0)
        }
      }
    }
  }

  private mutating func update(
    _ parameters: inout [Scalar], _ gradient: [Scalar],
    _ body:
      @Sendable (
        Range<Int>, inout MutableSpan<Scalar>, inout MutableSpan<Scalar>, inout MutableSpan<Scalar>, Span<Scalar>
      ) -> Void
  ) {
    DisjointParts.update(&parameters, &firstMoments, &secondMoments, parts: threads) { range, w, m, v in
      body(range, &w, &m, &v, gradient.span.extracting(range))
    }
  }

  /// Cuts a part of the parameters into runs of weights and of biases, counted from the part's begin.
  private static func forEachRun(
    _ range: Range<Int>, _ weights: [Range<Int>], _ body: (Range<Int>, _ isWeight: Bool) -> Void
  ) {
    var start = range.lowerBound
    func visit(_ end: Int, _ isWeight: Bool) {
      guard end > start else { return }
      body(start - range.lowerBound..<end - range.lowerBound, isWeight)
      start = end
    }
    for weight in weights {
      visit(min(range.upperBound, max(start, weight.lowerBound)), false)
      visit(min(range.upperBound, max(start, weight.upperBound)), true)
    }
    visit(range.upperBound, false)
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, n) = (1.0, base, exponent)
    while n > 0 {
      if n & 1 == 1 { result *= square }
      square *= square
      n >>= 1
    }
    return result
  }
}
