/// Functions that can run code or touch the system.
///
/// Nothing is ever called, whether it is listed here or not; the list makes the reader say what it saw.
enum PickleDenyList {
  static func contains(module: String, name: String) -> Bool {
    let package = String(module.prefix { $0 != "." })
    if ["builtins", "__builtin__", "__builtins__"].contains(package) { return !isHarmlessBuiltin(name) }
    if systemModules.contains(package) { return true }
    // Whatever lies below a listed name is meant too.
    let full = "\(module).\(name)"
    return functions.contains(full)
      || full.indices.contains { full[$0] == "." && functions.contains(String(full[..<$0])) }
  }

  /// Built-in types, which make data, and exceptions.
  private static func isHarmlessBuiltin(_ name: String) -> Bool {
    builtinTypes.contains(name) || ["Error", "Exception", "Warning"].contains { name.hasSuffix($0) }
  }

  private static let builtinTypes: Set = [
    "set", "frozenset", "list", "tuple", "dict", "bytearray", "bytes", "complex", "slice", "range", "xrange", "object",
    "int", "long", "float", "bool", "str", "unicode", "type", "Ellipsis", "NotImplemented", "NoneType",
  ]

  /// Modules none of whose functions a checkpoint has a reason to call.
  private static let systemModules: Set = [
    "os", "posix", "nt", "posixpath", "ntpath", "subprocess", "_posixsubprocess", "sys", "runpy", "importlib", "imp",
    "pkgutil", "zipimport", "shutil", "socket", "_socket", "ssl", "pty", "tty", "popen2", "platform", "pickle",
    "_pickle",
    "cPickle", "dill", "cloudpickle", "marshal", "shelve", "ctypes", "_ctypes", "cffi", "mmap", "codeop", "webbrowser",
    "asyncio", "multiprocessing", "threading", "_thread", "concurrent", "signal", "bdb", "pdb", "timeit", "cProfile",
    "doctest", "inspect", "gc", "pip", "setuptools", "distutils", "ensurepip", "venv", "http", "urllib", "urllib2",
    "httplib", "ftplib", "smtplib", "telnetlib", "xmlrpc", "requests", "aiohttp", "tempfile", "fileinput", "linecache",
    "atexit", "ast", "readline", "idlelib", "lib2to3", "pydoc", "nturl2path",
  ]

  /// Single functions, and all below them, of modules that are harmless otherwise, or whose name a user's own may have.
  private static let functions: Set = [
    "operator.attrgetter", "operator.methodcaller", "_operator.attrgetter", "_operator.methodcaller",
    "functools.reduce",
    "types.CodeType", "types.FunctionType", "types.LambdaType", "types.MethodType", "io.open", "_io.open", "io.FileIO",
    "_io.FileIO", "code.interact", "code.InteractiveInterpreter", "code.InteractiveConsole", "commands.getoutput",
    "commands.getstatusoutput", "profile.run", "profile.Profile", "trace.Trace", "joblib.load", "torch.load",
    "torch.save", "torch.hub", "torch.serialization.load", "torch.serialization._load", "torch.serialization.save",
    "torch.package", "torch.jit.load", "torch.ops", "torch.classes", "torch.compile", "torch.distributed.rpc",
    "torch.utils.cpp_extension", "torch.utils.collect_env", "torch.utils._config_module", "torch.utils.bottleneck",
    "torch._dynamo", "torch._inductor", "torch.fx.graph_module", "torch.fx.experimental",
    "torch.jit.unsupported_tensor_ops", "numpy.testing", "numpy.f2py", "numpy.distutils", "numpy.load", "numpy.loadtxt",
    "numpy.fromfile", "numpy.memmap", "numpy.core.memmap", "_codecs.decode", "codecs.open", "pandas.eval",
    "pandas.read_pickle", "logging.config", "copyreg.add_extension", "copyreg.pickle",
  ]
}
