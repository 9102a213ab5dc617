import Testing

@testable import TensorFiles

@Suite struct PythonLiteralReaderTests {
  private func header(_ text: String) throws -> (descr: String, isFortranOrder: Bool, shape: [Int]) {
    var reader = PythonLiteralReader(Array(text.utf8))
    return try reader.arrayHeader()
  }

  @Test func spellingsOfOneHeader() throws {
    for text in [
      "{'descr': '<f4', 'fortran_order': True, 'shape': (3, 4), }   \n",
      "{\"shape\":(3,4),\"fortran_order\":True,\"descr\":\"<f4\"}",
      "{'descr': '<f4', 'fortran_order': True, 'shape': (3L, 4L)}",
    ] {
      let (descr, isFortranOrder, shape) = try header(text)
      #expect(descr == "<f4" && isFortranOrder && shape == [3, 4])
    }
  }

  @Test(arguments: [("()", []), ("(5,)", [5]), ("(2, 3,)", [2, 3])])
  func tuples(text: String, shape: [Int]) throws {
    #expect(try header("{'descr': '|u1', 'fortran_order': False, 'shape': \(text)}").shape == shape)
  }

  @Test(
    "anything but the three literals is refused",
    arguments: [
      "", "{}", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': False, 'shape': (3)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (-3,)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': [3]}",
      "{'descr': '<f4', 'fortran_order': 0, 'shape': ()}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (), 'x': 1}",
      "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': ()}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': ()} + x",
      "{'descr': __import__('os').system('id'), 'fortran_order': False, 'shape': ()}",
      "{'descr': [('a', '<f4'), 'fortran_order': False, 'shape': ()}",
      "{'descr': '<f\\x34', 'fortran_order': False, 'shape': ()}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}",
    ])
  func refused(text: String) {
    #expect(throws: HeaderSyntaxError.self) { try header(text) }
  }
}
