/// All bounds. The command's choices, the reports' columns, the documentation's tables and the law tests come from here.
public let boundCatalogue: [any GeneralizationBound.Type] = [
  Theorem4.self, Theorem4Tight.self, Theorem4PostHoc.self, Theorem4YinConstants.self,
]
