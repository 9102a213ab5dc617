/// One norm as the reports and the law tests see it.
public struct NormDefinition: Sendable {
  /// Key in reports.
  public let key: String
  /// The formula.
  public let formula: String
  /// Measures a matrix.
  public let measure: @Sendable (Matrix) throws(MatrixError) -> Norm
}

/// All norms; the shared law tests run over it.
public let normCatalogue: [NormDefinition] = [
  NormDefinition(key: "spectral_norm", formula: "‖A‖₂ = σ₁(A)") { matrix throws(MatrixError) in
    try SpectralNorm(of: matrix).norm
  },
  NormDefinition(key: "frobenius_norm", formula: "‖A‖_F = (Σ a_ij²)^½") { matrix throws(MatrixError) in
    try matrix.requireFinite()
    return matrix.frobeniusNorm
  },
  NormDefinition(key: "group_norm_21", formula: "‖Aᵀ‖_{2,1} = Σᵢ (Σⱼ a_ij²)^½") { matrix throws(MatrixError) in
    try matrix.requireFinite()
    return matrix.groupNorm21OfTranspose
  },
  NormDefinition(key: "induced_infinity_norm", formula: "‖A‖_{∞→∞} = maxᵢ Σⱼ |a_ij|") { matrix throws(MatrixError) in
    try matrix.requireFinite()
    return matrix.inducedInfinityNorm
  },
  NormDefinition(key: "induced_one_norm", formula: "‖A‖_{1→1} = maxⱼ Σᵢ |a_ij|") { matrix throws(MatrixError) in
    try matrix.requireFinite()
    return matrix.inducedOneNorm
  },
]
