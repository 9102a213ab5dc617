import TensorFiles

/// True where many tasks that read the tensors of a file at once get what one reader gets.
func threadsAgree(on file: any TensorFile) async throws -> Bool {
  let expected = try file.tensors.map { try file.values(of: $0) }
  return try await withThrowingTaskGroup(of: Bool.self) { group in
    for turn in 0..<64 {
      let place = turn % file.tensors.count
      group.addTask { try file.values(of: file.tensors[place]) == expected[place] }
    }
    return try await group.allSatisfy { $0 }
  }
}
