/// All measures without guarantee. The reports' columns, statistics and documentation come from here.
public let measureCatalogue: [any CapacityMeasure.Type] = []
