import Glibc

/// What this process fuzzes, from GAPBOUND_FUZZ_TARGET.
private let target = FuzzTarget.fromEnvironment()
private let file = ScratchFile(named: target.fileName, beside: target.companions)
private let memory = MemoryWatch()

/// libFuzzer calls this once, before anything else.
@_cdecl("LLVMFuzzerInitialize")
func initialize(_ count: UnsafeMutablePointer<Int32>?, _ arguments: UnsafeMutableRawPointer?) -> Int32 {
  _ = target
  memory.limitAddressSpace()
  return 0
}

/// libFuzzer calls this with every input. A crash, a hang or too much memory is a finding; a thrown error is not.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  let contents = target.wrap(input)
  file.replace(by: contents)
  memory.check(allowing: contents.count) { target.read(file.path) }
  return 0
}
