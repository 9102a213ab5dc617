private import CHDF5
import Synchronization

/// The one way to HDF5's C library, which may be built without thread safety: one thread at a time, in the whole process.
enum HDF5Library {
  private static let mutex = Mutex(())

  /// Runs calls of the library while no other thread does.
  static func withLock<Result>(_ body: () throws(TensorFileError) -> Result) throws(TensorFileError) -> Result {
    try mutex.withLock { (_) throws(TensorFileError) -> Result in
      // Per thread, so each time: no error stack on stderr. And no code from plugin folders, whatever filter a file names.
      _ = H5Eset_auto2(hid_t(H5E_DEFAULT), nil, nil)
      _ = H5PLset_loading_state(0)
      return try body()
    }
  }

  /// What the library's error stack says first: the innermost cause.
  static func lastError() -> String {
    var reason = ""
    let note: H5E_walk2_t = { (_, entry, target) in
      guard let entry = unsafe entry, let text = unsafe entry.pointee.desc, let target = unsafe target else {
        return -1
      }
      unsafe target.assumingMemoryBound(to: String.self).pointee = String(cString: text)
      return -1
    }
    unsafe withUnsafeMutablePointer(to: &reason) { reason in
      _ = unsafe H5Ewalk2(hid_t(H5E_DEFAULT), H5E_WALK_UPWARD, note, reason)
    }
    return reason.isEmpty ? "HDF5 refuses it" : oneLine(reason)
  }

  /// The library quotes names from the file.
  private static func oneLine(_ text: String) -> String { String(text.map { $0.isNewline ? " " : $0 }) }
}

/// An identifier of the library that is given back when it goes out of scope. Only under `HDF5Library.withLock`.
struct HDF5Handle: ~Copyable {
  let id: Int64

  /// Takes over an identifier; nil for a negative one, which stands for a failure.
  init?(_ id: Int64) {
    guard id >= 0 else { return nil }
    self.id = id
  }

  deinit { _ = H5Idec_ref(id) }
}
