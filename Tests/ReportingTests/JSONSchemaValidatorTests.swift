import TestSupport
import Testing

@Suite("The schema validator of the tests")
struct JSONSchemaValidatorTests {
  private func complaints(_ document: String, _ schema: String) throws -> [String] {
    try JSONSchemaValidator(schema: JSONValue(parsing: schema)).complaints(about: JSONValue(parsing: document))
  }

  @Test(
    "accepts what agrees",
    arguments: [
      ("1", #"{"type": "integer"}"#), ("1.5", #"{"type": ["string", "number"]}"#), ("null", #"{"type": "null"}"#),
      ("true", #"{"type": "boolean"}"#), ("\"a\"", #"{"enum": ["a", "b"]}"#), ("1", #"{"const": 1}"#),
      ("2", #"{"minimum": 2, "maximum": 2}"#), ("\"x\"", #"{"minimum": 2}"#), ("\"ab\"", #"{"pattern": "^a"}"#),
      (#"{"a": 1}"#, #"{"type": "object", "properties": {"a": {"type": "number"}}, "required": ["a"]}"#),
      (#"{"a": 1, "b": 2}"#, #"{"properties": {"a": {}}, "additionalProperties": true}"#),
      ("[1, 2]", ##"{"items": {"$ref": "#/$defs/n"}, "$defs": {"n": {"type": "integer"}}}"##),
    ])
  func accepts(document: String, schema: String) throws {
    #expect(try complaints(document, schema) == [])
  }

  @Test(
    "rejects what does not, and says where",
    arguments: [
      ("1.5", #"{"type": "integer"}"#, "$: is not of type integer"),
      ("true", #"{"type": ["number", "null"]}"#, "$: is not of type number or null"),
      ("1", #"{"type": "boolean"}"#, "$: is not of type boolean"),
      ("\"c\"", #"{"enum": ["a"]}"#, "$: is none of the allowed values"),
      ("2", #"{"const": 1}"#, "$: is not the constant"), ("1", #"{"minimum": 2}"#, "$: is below the minimum"),
      ("3", #"{"maximum": 2}"#, "$: is above the maximum"), ("\"ba\"", #"{"pattern": "^a"}"#, "$: does not match ^a"),
      ("{}", #"{"required": ["a"]}"#, "$: lacks a"),
      (#"{"a": "1"}"#, #"{"properties": {"a": {"type": "number"}}}"#, "$.a: is not of type number"),
      (#"{"b": 2}"#, #"{"properties": {"a": {}}, "additionalProperties": false}"#, "$.b: nothing is allowed here"),
      (
        "[1, \"2\"]", ##"{"items": {"$ref": "#/$defs/n"}, "$defs": {"n": {"type": "integer"}}}"##,
        "$[1]: is not of type integer"
      ),
      ("1", ##"{"$ref": "#/$defs/n"}"##, "$: the schema refers to something that it does not define"),
      ("1", #"{"multipleOf": 1}"#, "$: the schema has a keyword that this validator does not know: multipleOf"),
    ])
  func rejects(document: String, schema: String, complaint: String) throws {
    #expect(try complaints(document, schema) == [complaint])
  }
}
