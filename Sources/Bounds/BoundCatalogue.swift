/// All bounds: the profiles of Theorem 4, then its companions by other authors. The command's choices, the reports' columns, the
/// documentation's tables and the law tests come from here.
public let boundCatalogue: [any GeneralizationBound.Type] = [
  Theorem4.self, Theorem4Tight.self, Theorem4PostHoc.self, Theorem4YinConstants.self,
  Bartlett2017.self, Bartlett2017Reference.self, Neyshabur2018.self, Golowich2018Frobenius.self, Golowich2018L1.self,
  Neyshabur2015L1.self, Neyshabur2015Frobenius.self,
]
