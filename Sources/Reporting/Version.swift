/// The version of this package, stamped into every report.
public let gapboundVersion = "0.1.0"

/// The version of the JSON contract. Keys are append-only within a version; it is raised when one changes its meaning.
public let schemaVersion = 1
