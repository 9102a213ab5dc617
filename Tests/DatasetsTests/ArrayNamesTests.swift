import Testing

@testable import Datasets

@Suite struct ArrayNamesTests {
  private func choose(_ names: [String], _ role: SampleRole) throws -> [String] {
    let chosen = try ArrayNames(path: "d.npz", names: names, role: role).choose()
    return [chosen.features, chosen.labels]
  }

  @Test(
    "usual names are found",
    arguments: [
      ["x_train", "y_train"], ["X_train", "Y_train"], ["train_images", "train_labels"], ["train_x", "train_y"],
      ["data_train", "target_train"], ["xtrain", "ytrain"], ["x", "y"], ["X", "y"], ["images", "labels"],
      ["data", "target"], ["inputs", "targets"],
    ])
  func usualNames(names: [String]) throws {
    #expect(try choose(["other"] + names, .train) == names)
  }

  @Test func namesWithTheRoleWin() throws {
    #expect(try choose(["x", "y", "x_test", "y_test"], .test) == ["x_test", "y_test"])
    #expect(try choose(["x", "y", "x_test", "y_test"], .train) == ["x", "y"])
  }

  @Test("the arrays of the other role are never taken")
  func otherRole() {
    let names = ["x_train", "y_train"]
    #expect(throws: DatasetError.missingArray(path: "d.npz", content: "features", role: .test, found: names)) {
      try choose(names, .test)
    }
  }

  @Test("features with the role and labels without it are not mixed")
  func mixed() {
    let names = ["x_train", "y"]
    #expect(throws: DatasetError.missingArray(path: "d.npz", content: "labels", role: .train, found: names)) {
      try choose(names, .train)
    }
  }

  @Test("several candidates are refused with their names")
  func ambiguous() {
    let error = #expect(
      throws: DatasetError.ambiguousArrays(
        path: "d.npz", content: "features", role: .train, candidates: ["data", "images"])
    ) { try choose(["data", "images", "target"], .train) }
    #expect(error?.description == "d.npz: features for train may be any of: data, images")
  }

  @Test("two labels arrays are refused with their names")
  func ambiguousLabels() {
    #expect(
      throws: DatasetError.ambiguousArrays(
        path: "d.npz", content: "labels", role: .test, candidates: ["y_test", "test_labels"])
    ) { try choose(["x_test", "y_test", "test_labels"], .test) }
  }
}
