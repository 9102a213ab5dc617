#!/usr/bin/env python3
"""Makes small ONNX models, one for each operator and shape that gapbound reads, models that it must refuse, and the outputs
that onnxruntime computes.

Reads   Tests/Fixtures/interop/onnx/*.onnx
Writes  Tests/Fixtures/onnx/{models,unsupported,hostile}/*.onnx, Tests/Fixtures/onnx/reference.json

Run from the project root:
  pip install numpy==2.4.6 onnx==1.23.2 onnxruntime==1.32.0 && python Scripts/make_onnx_fixtures.py
reference.json: for every model that runs, some inputs (one list for each sample) and the logits of each, taken before a
Softmax or another tail.
"""
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

import fixture_json

FOLDER = Path("Tests/Fixtures/onnx")
INTEROP = Path("Tests/Fixtures/interop/onnx")
generator = np.random.default_rng(7)
models = {}


def weights(*shape):
    return (generator.standard_normal(shape) / np.sqrt(max(np.prod(shape[1:]), 1))).astype(np.float32)


def positive(*shape):
    return generator.uniform(0.5, 2, shape).astype(np.float32)


def node(operation, inputs, output="", name="", domain="", **attributes):
    outputs = output.split() if isinstance(output, str) else output
    return helper.make_node(operation, inputs.split() if isinstance(inputs, str) else inputs, outputs, name=name,
                            domain=domain, **attributes)


def tensors(arrays):
    return [value if isinstance(value, TensorProto) else numpy_helper.from_array(np.asarray(value), key)
            for key, value in arrays.items()]


def model(nodes, arrays, shape=("N", 8), outputs=("logits",), opset=17, sparse=()):
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)
    graph = helper.make_graph(nodes, "graph", [x], [onnx.ValueInfoProto(name=name) for name in outputs], tensors(arrays),
                              sparse_initializer=sparse)
    domains = sorted({n.domain for n in nodes} - {""})
    opsets = [helper.make_opsetid("", opset)] + [helper.make_opsetid(domain, 1) for domain in domains]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8 if opset < 21 else 10,
                             producer_name="gapbound-fixtures")


def add(name, nodes, arrays, folder="models", logits="logits", **options):
    """A model; `logits` is the value to compare, None for a model that has no reference."""
    models[name] = (folder, model(nodes, arrays, **options), logits)


def dense(rows=4, columns=6):
    """The layer after whatever a fixture is about."""
    return {"W9": weights(rows, columns), "b9": weights(rows)}


def last(value, output="logits"):
    return node("Gemm", f"{value} W9 b9", output, "last", transB=1)


def first(output="h"):
    return node("Gemm", "x W0 b0", output, "first", transB=1)


def two_layers(*between, opset=17, name, folder="models", shape=("N", 8), **more):
    """Gemm, some nodes from h to a, Gemm."""
    add(name, [first(), *between, last("a")], {"W0": weights(6, 8), "b0": weights(6), **dense(), **more}, folder,
        opset=opset, shape=shape)


def make_dense():
    add("gemm_alpha_beta", [node("Gemm", "x W b", "logits", "g", transB=1, alpha=0.5, beta=2.0)],
        {"W": weights(4, 8), "b": weights(1, 4)})
    add("gemm_scalar_bias", [node("Gemm", "x W b", "logits", "g")], {"W": weights(8, 4), "b": np.float32(0.75)})
    add("gemm_beta_0", [node("Gemm", "x W b", "logits", "g", beta=0.0)], {"W": weights(8, 4), "b": weights(4)})
    add("gemm_no_bias", [node("Gemm", "x W", "logits", "g")], {"W": weights(8, 4)})
    add("matmul_column", [node("MatMul", "W x", "m"), node("Add", "m b", "h"), node("Relu", "h", "a"),
                          node("MatMul", "V a", "n"), node("Add", "n c", "logits")],
        {"W": weights(6, 8), "b": weights(6, 1), "V": weights(4, 6), "c": weights(4, 1)}, shape=(8, 1))
    add("matmul_rank_3", [node("MatMul", "x W", "m"), node("Add", "b m", "h"), node("Relu", "h", "a"),
                          node("MatMul", "a V", "logits")],
        {"W": weights(8, 6), "b": weights(1, 6), "V": weights(6, 4)}, shape=("N", 1, 8))
    add("vector_input", [node("MatMul", "x W", "m"), node("Add", "m b", "logits")],
        {"W": weights(8, 4), "b": weights(4)}, shape=(8,))
    add("gemm_then_add", [first(), node("Add", "h c", "a"), last("a")],
        {"W0": weights(6, 8), "b0": weights(6), "c": weights(6), **dense()})
    add("unknown_input_shape", [first(), node("Relu", "h", "a"), last("a")],
        {"W0": weights(6, 8), "b0": weights(6), **dense()}, shape=None)


def make_activations():
    for operation in ("Tanh", "Sigmoid", "Softplus", "Elu"):
        two_layers(node(operation, "h", "a"), name=operation.lower())
    two_layers(node("LeakyRelu", "h", "a"), name="leaky_relu")
    two_layers(node("Gelu", "h", "a"), name="gelu", opset=20)
    two_layers(node("Sigmoid", "h", "s"), node("Mul", "h s", "a"), name="silu")
    number = np.float32
    two_layers(node("Clip", "h low high", "a"), name="clip_inputs", low=number(0), high=number(6))
    two_layers(node("Clip", ["h", "low"], "a"), name="clip_min_only", low=number(0))
    two_layers(node("Clip", "h", "a", min=-0.5, max=0.5), name="clip_attributes", opset=10)
    two_layers(node("Max", "h low", "m"), node("Min", "m high", "a"), name="max_min", low=number(0.25), high=number(1))
    two_layers(node("Min", "high h", "m"), node("Relu", "m", "a"), name="min_relu", high=number(0.5))
    two_layers(node("Relu", "h", "r"), node("Min", "r high", "a"), name="relu_min", high=number(6))
    two_layers(node("Dropout", "h", "d mask"), node("Identity", "d", "i"), node("Cast", "i", "c", to=TensorProto.FLOAT),
               node("Relu", "c", "a"), name="dropout_identity_cast")


def batch_norm(channels):
    return {"s": positive(channels), "t": weights(channels), "m": weights(channels), "v": positive(channels)}


def make_scales():
    norm = node("BatchNormalization", "n s t m v", "o", epsilon=0.01)
    for name, (before, after) in {"before": ("h", "a"), "after": ("r", "a")}.items():
        nodes = [node("BatchNormalization", f"{before} s t m v", "q" if name == "before" else "a", epsilon=0.01)]
        nodes = nodes + [node("Relu", "q", "a")] if name == "before" else [node("Relu", "h", "r")] + nodes
        two_layers(*nodes, name=f"batch_norm_{name}", **batch_norm(6))
    assert norm
    add("normalized_input", [node("Sub", "x mean", "c"), node("Div", "c std", "d"), node("Mul", "d two", "e"),
                             node("Sub", "one e", "f"), node("Div", "f vector", "h"), last("h")],
        {"mean": weights(8), "std": np.float32(2.5), "two": np.float32([2]), "one": np.float32(1),
         "vector": positive(1, 8), **dense(4, 8)})


def make_convolutions():
    def conv(name, shape, kernel, flat, opset=17, bias=True, **attributes):
        add(name, [node("Conv", "x k kb" if bias else "x k", "c", "conv", **attributes), node("Relu", "c", "r"),
                   node("Flatten", "r", "a"), last("a")],
            {"k": weights(*kernel), **({"kb": weights(kernel[0])} if bias else {}), **dense(3, flat)},
            shape=("N", *shape), opset=opset)
    conv("conv_padded", (2, 5, 6), (4, 1, 3, 2), 4 * 3 * 3, pads=[1, 0, 2, 1], strides=[2, 2], dilations=[1, 2], group=2,
         kernel_shape=[3, 2])
    conv("conv_1d", (3, 7), (2, 3, 3), 2 * 5)
    conv("conv_3d", (1, 3, 4, 2), (2, 1, 2, 2, 1), 2 * 2 * 3 * 2, bias=False)
    conv("conv_same_upper", (1, 5, 6), (2, 1, 2, 3), 2 * 3 * 3, auto_pad="SAME_UPPER", strides=[2, 2])
    conv("conv_same_lower", (1, 5, 6), (2, 1, 2, 3), 2 * 5 * 3, auto_pad="SAME_LOWER", strides=[1, 2])
    conv("conv_valid", (1, 4, 4), (2, 1, 3, 3), 2 * 2 * 2, auto_pad="VALID")
    channels = {"scale": positive(2), "shift": weights(2), "mean": weights(2), "variance": positive(2)}
    add("conv_batch_norm_channel_add",
        [node("Conv", "x k", "c"), node("Add", "c kb", "d"), node("BatchNormalization", "d scale shift mean variance", "e"),
         node("Mul", "e column", "f"), node("Relu", "f", "r"), node("Flatten", "r", "a"), last("a")],
        {"k": weights(2, 1, 2, 2), "kb": weights(1, 2, 1, 1), "column": positive(3, 1), **channels, **dense(3, 2 * 3 * 4)},
        shape=("N", 1, 4, 5))


def make_rearrangements():
    add("transpose_nhwc", [node("Transpose", "x", "t", perm=[0, 3, 1, 2]), node("Conv", "t k kb", "c"), node("Relu", "c", "r"),
                           node("Transpose", "r", "u", perm=[0, 2, 3, 1]), node("Flatten", "u", "a"), last("a")],
        {"k": weights(3, 2, 2, 2), "kb": weights(3), **dense(4, 27)}, shape=("N", 4, 4, 2))
    add("transpose_flatten", [node("Transpose", "x", "t", perm=[0, 2, 1]), node("Flatten", "t", "a"), last("a")],
        dense(4, 12), shape=("N", 3, 4))
    int64 = np.int64
    add("reshape_zero_and_minus_one", [node("Reshape", "x to", "t"), node("Transpose", "t", "u", perm=[0, 2, 1]),
                                       node("Reshape", "u back", "a"), last("a")],
        {"to": int64([0, 3, 4]), "back": int64([-1, 12]), **dense(4, 12)}, shape=("N", 12))
    add("squeeze_unsqueeze", [node("Unsqueeze", "x one", "u"), node("Squeeze", "u one", "s"), node("Flatten", "s", "a", axis=-1),
                              last("a")], {"one": int64([1]), **dense(4, 8)})
    add("shape_gather_reshape",
        [node("Relu", "x", "r"), node("Shape", "r", "sh"), node("Gather", "sh zero", "n", axis=0), node("Unsqueeze", "n axes", "nu"),
         node("Concat", "nu rest", "target", axis=0), node("Reshape", "r target", "a"), last("a")],
        {"zero": int64(0), "axes": int64([0]), "rest": int64([-1]), **dense(4, 12)}, shape=("N", 3, 4))
    add("shape_slice_reshape",
        [node("Shape", "x", "sh"), node("Cast", "sh", "sc", to=TensorProto.INT32), node("Slice", "sc start end axes", "n"),
         node("Slice", "sc end more axes", "rest"), node("ReduceProd", "rest", "product", axes=[0], keepdims=1),
         node("Concat", "n product", "t32", axis=0), node("Cast", "t32", "target", to=TensorProto.INT64),
         node("Reshape", "x target", "a"), last("a")],
        {"start": int64([0]), "end": int64([1]), "more": int64([3]), "axes": int64([0]), **dense(4, 12)}, shape=("N", 3, 4))
    add("batch_of_one", [node("Reshape", "x flat", "a"), node("MatMul", "a W", "m"), node("Add", "m b", "r"),
                         node("Reshape", "r out", "logits")],
        {"flat": int64([1, 12]), "out": int64([-1]), "W": weights(12, 4), "b": weights(1, 4)}, shape=(1, 3, 4))
    add("batch_of_two", [node("Reshape", "x flat", "a"), last("a")], {"flat": int64([2, -1]), **dense(4, 12)}, shape=(2, 3, 4))


def typed(name, kind, array):
    """A tensor of a half-precision type in int32_data, as the format has it."""
    half = array.astype(np.float16).view(np.uint16) if kind == TensorProto.FLOAT16 else (
        array.astype(np.float32).view(np.uint32) >> 16).astype(np.uint16)
    tensor = TensorProto(name=name, data_type=kind, dims=array.shape)
    tensor.int32_data.extend(int(bits) for bits in half.reshape(-1))
    return tensor


def make_constants():
    arrays = {"W": weights(8, 6), "V": weights(24), "U": weights(3, 4)}
    add("computed_parameters",
        [node("Transpose", "W", "Wt", perm=[1, 0]), node("Identity", "Wt", "Wi"), node("Gemm", "x Wi", "h", transB=1),
         node("Reshape", "V shape", "Vr"), node("MatMul", "h Vr", "i"), node("Transpose", "U", "Ut"), node("MatMul", "i Ut", "logits")],
        {**arrays, "shape": np.int64([6, 4])})
    add("half_typed_data",
        [node("Cast", "W", "Wf", to=TensorProto.FLOAT), node("Gemm", "x Wf", "h", transB=1), node("Relu", "h", "a"),
         node("Cast", "V", "Vf", to=TensorProto.FLOAT), node("Gemm", "a Vf", "logits", transB=1)],
        {"W": typed("W", TensorProto.FLOAT16, weights(6, 8)), "V": typed("V", TensorProto.BFLOAT16, weights(4, 6))})
    add("constant_nodes",
        [node("Constant", "", "W", value=numpy_helper.from_array(weights(8, 4), "ignored")), node("Constant", "", "half", value_float=0.5),
         node("Constant", "", "b", value_floats=[1.0, 2.0, 3.0, 4.0]), node("Constant", "", "to", value_ints=[-1, 8]),
         node("Constant", "", "axis", value_int=1), node("Constant", "", "text", value_string="ignored"),
         node("Reshape", "x to", "f"), node("Mul", "f half", "g"), node("MatMul", "g W", "h"), node("Add", "h b", "logits")], {})
    kinds = {"float64": np.float64([1.5, -2]), "uint8": np.uint8([0, 255]), "int8": np.int8([-128, 127]), "uint16": np.uint16([0, 65535]),
             "int16": np.int16([-32768, 32767]), "int32": np.int32([-2 ** 31, 2 ** 31 - 1]), "int64": np.int64([-5, 2 ** 53]),
             "uint32": np.uint32([0, 2 ** 32 - 1]), "uint64": np.uint64([0, 2 ** 53]), "bool": np.array([True, False]),
             "float16": np.float16([0.5, -65504])}
    raw = tensors({f"raw_{key}": value for key, value in kinds.items()})
    lists = [helper.make_tensor(f"typed_{key}", helper.np_dtype_to_tensor_dtype(value.dtype), value.shape, value) for key, value in kinds.items()]
    others = [TensorProto(name="text", data_type=TensorProto.STRING, dims=[1], string_data=[b"a"]),
              TensorProto(name="complex", data_type=TensorProto.COMPLEX64, dims=[1], float_data=[1, 2]),
              TensorProto(name="scalar", data_type=TensorProto.FLOAT, float_data=[3.5]),
              TensorProto(name="empty", data_type=TensorProto.FLOAT, dims=[0, 4]),
              TensorProto(name="future", data_type=99, dims=[2, 2])]
    sparse = helper.make_sparse_tensor(numpy_helper.from_array(np.float32([1, 2]), "sparse"), numpy_helper.from_array(np.int64([1, 5])), [2, 4])
    add("element_types", [node("Identity", "x", "logits")], {t.name: t for t in raw + lists + others}, sparse=[sparse], logits=None)


def make_tails():
    arrays = {"W": weights(8, 6), "b": weights(6), "V": weights(6, 4), "c": weights(1, 4)}
    body = [node("MatMul", "x W", "m"), node("Add", "m b", "h"), node("Relu", "h", "a"), node("MatMul", "a V", "n")]
    logits = node("Add", "n c", "z")
    add("tail_skl2onnx",
        [*body, logits, node("Softmax", "z", "p", axis=1), node("ArgMax", "p", "i", axis=1), node("ArrayFeatureExtractor", "classes i", "f", domain="ai.onnx.ml"),
         node("Reshape", "f flat", "label"), node("ZipMap", "p", "probabilities", domain="ai.onnx.ml", classlabels_int64s=[0, 1, 2, 3])],
        {**arrays, "classes": np.int64([0, 1, 2, 3]), "flat": np.int64([-1])}, logits="z", outputs=("label", "probabilities"))
    add("tail_two_outputs", [*body, logits, node("ArgMax", "z", "label", axis=1), node("Softmax", "z", "p")],
        arrays, logits="z", outputs=("label", "p"))
    add("tail_logits_and_probabilities", [*body, logits, node("LogSoftmax", "z", "p")], arrays, logits="z", outputs=("z", "p"))
    for operation in ("Sigmoid", "Relu"):
        add(f"tail_{operation.lower()}", [*body, logits, node(operation, "z", "p")], arrays, logits="z", outputs=("p",))


def make_unsupported():
    folder = "unsupported"
    square = {"W0": weights(8, 8), "b0": weights(8), **dense(4, 8)}
    add("residual", [first(), node("Relu", "h", "r"), node("Add", "r x", "a"), last("a")], square, folder, None)
    add("two_heads", [first(), node("Relu", "h", "r"), last("r"), node("Gemm", "r V", "other", "head")],
        {**square, "V": weights(8, 2)}, folder, None, outputs=("logits", "other"))
    add("hidden_output", [first(), node("Relu", "h", "r"), last("r")], square, folder, None, outputs=("logits", "r"))
    add("max_pool", [node("Conv", "x k", "c"), node("Relu", "c", "r"), node("MaxPool", "r", "p", "pool1", kernel_shape=[2, 2]),
                     node("Flatten", "p", "a"), last("a")], {"k": weights(2, 1, 2, 2), **dense(4, 18)}, folder, None, shape=("N", 1, 5, 5))
    two = {"name": None, "folder": folder}
    for name, between in {
            "unknown_domain": node("Relu", "h", "a", "custom", domain="vendor"), "hard_sigmoid": node("HardSigmoid", "h", "a"),
            "softmax_between": node("Softmax", "h", "a"), "min_alone": node("Min", "h low", "a"), "clip_without_lower": node("Clip", ["h", "", "low"], "a"),
            "gelu_tanh": node("Gelu", "h", "a", approximate="tanh")}.items():
        two_layers(between, **{**two, "name": name}, low=np.float32(2), opset=20 if "gelu" in name else 17)
    add("transpose_batch", [node("Transpose", "x", "t"), last("t")], dense(4, 8), folder, None)
    add("softmax_wrong_axis", [first(), last("h", "z"), node("Softmax", "z", "logits", axis=0)], {"W0": weights(6, 8), "b0": weights(6), **dense()}, folder, None)
    add("tokens", [node("MatMul", "x W", "logits")], {"W": weights(8, 4)}, folder, None, shape=("N", 3, 8))
    add("gemm_trans_a", [node("Gemm", "x W", "logits", "g", transA=1)], {"W": weights(8, 4)}, folder, None, shape=(8, 8))
    add("broadcast_samples", [node("Add", "x c", "a"), last("a")], {"c": weights(3, 8), **dense(4, 8)}, folder, None)
    add("negative_pads", [node("Conv", "x k", "c", "conv", pads=[-1, 0, 0, 0]), node("Flatten", "c", "a"), last("a")],
        {"k": weights(1, 1, 2, 2), **dense(4, 12)}, folder, None, shape=("N", 1, 5, 5))
    add("integer_weights", [node("MatMulInteger", "x W", "logits")], {"W": np.int8([[1, 2]] * 8)}, folder, None)


def external(name, arrays, location, offset=None, length=None):
    """A model whose only tensor points into another file."""
    tensor = TensorProto(name="W", data_type=TensorProto.FLOAT, dims=arrays.shape, data_location=TensorProto.EXTERNAL)
    for key, value in {"location": location, "offset": offset, "length": length}.items():
        if value is not None:
            tensor.external_data.add(key=key, value=str(value))
    add(name, [node("Gemm", "x W", "logits", "g")], {"W": tensor}, "hostile", None)


def make_hostile():
    array = weights(8, 4)
    (FOLDER / "hostile").mkdir(parents=True, exist_ok=True)
    (FOLDER / "hostile/external.bin").write_bytes(array.tobytes())
    external("external_parent", array, "../hostile/external.bin")
    external("external_absolute", array, "/etc/passwd")
    external("external_missing", array, "missing.bin")
    external("external_nameless", array, None)
    external("external_folder", array, ".")
    external("external_beyond", array, "external.bin", offset=64)
    external("external_length", array, "external.bin", length=127)
    external("external_negative_offset", array, "external.bin", offset=-4)
    external("external_huge_offset", array, "external.bin", offset=2 ** 63 - 1)
    external("external_fine", array, "external.bin", offset=0, length=128)
    gemm = node("Gemm", "x W", "logits", "g")
    for name, dims in {"dims_overflow": [2 ** 32, 2 ** 32], "dims_overflow_bytes": [2 ** 61], "dims_huge": [2 ** 40], "dims_negative": [-1, 4]}.items():
        add(name, [gemm], {"W": TensorProto(name="W", data_type=TensorProto.FLOAT, dims=dims)}, "hostile", None)
    add("raw_too_short", [gemm], {"W": TensorProto(name="W", data_type=TensorProto.FLOAT, dims=[8, 4], raw_data=b"abc")}, "hostile", None)
    add("typed_too_short", [gemm], {"W": TensorProto(name="W", data_type=TensorProto.FLOAT, dims=[8, 4], float_data=[1, 2])}, "hostile", None)
    add("duplicate_initializer", [gemm], {"W": numpy_helper.from_array(array, "W"), "V": numpy_helper.from_array(array, "W")}, "hostile", None)
    add("cycle", [node("Add", "x b", "p"), node("Add", "q b", "r"), node("Relu", "r", "q"), node("Add", "p q", "s"), node("Gemm", "s W", "logits")],
        {"W": array, "b": weights(8)}, "hostile", None)
    add("self_loop", [node("Reshape", "x self", "a"), node("Reshape", "self self", "self"), node("Gemm", "a W", "logits")], {"W": array}, "hostile", None)
    add("node_without_output", [node("Gemm", "x W", "", "g")], {"W": array}, "hostile", None)
    add("node_without_inputs", [node("Gemm", "", "h", "g"), node("Conv", "x", "logits", "c")], {"W": array}, "hostile", None)
    add("missing_input", [node("Gemm", "x nowhere", "logits", "g")], {"W": array}, "hostile", None)
    add("no_used_input", [node("Gemm", "y W", "logits", "g")], {"W": array}, "hostile", None)
    wrong = node("Gemm", "x W", "logits", "g")
    wrong.attribute.append(helper.make_attribute("transB", 1.5))
    add("attribute_of_another_type", [wrong], {"W": array}, "hostile", None)
    add("huge_sample", [node("Transpose", "x", "t", "t", perm=[0, 2, 1]), node("Flatten", "t", "a"), last("a")], dense(4, 8), "hostile", None,
        shape=("N", 2 ** 20, 2 ** 20))
    models["nested_subgraphs"] = ("hostile", nested_subgraphs(model([node("Gemm", "h W", "logits", "g")], {"W": array})), None)


def nested_subgraphs(made):
    """An If within an If, 1000 deep, written by hand: protobuf's own writers stop at 100."""
    def field(number, content):
        length, size = [], len(content)
        while size > 127:
            length.append(size & 127 | 128)
            size >>= 7
        return bytes([number << 3 | 2, *length, size]) + content
    inner = b""
    for _ in range(1000):
        inner = field(1, field(1, b"x") + field(2, b"h") + field(4, b"If") + field(5, field(1, b"then_branch") + field(6, inner) + b"\xa0\x01\x05"))
    graph = inner + made.graph.SerializeToString()
    made.ClearField("graph")
    return made.SerializeToString() + field(7, graph)


def reference(path, made, logits):
    made = onnx.ModelProto.FromString(made.SerializeToString()) if path is None else onnx.load(path)
    if logits not in [output.name for output in made.graph.output]:
        made.graph.output.append(onnx.ValueInfoProto(name=logits))
    session = onnxruntime.InferenceSession(made.SerializeToString(), providers=["CPUExecutionProvider"])
    shape = session.get_inputs()[0].shape or ["N", 8]
    count = 1 if len(shape) == 1 or shape == [8, 1] else shape[0] if isinstance(shape[0], int) else 3
    sides = shape if len(shape) == 1 or shape == [8, 1] else [count, *shape[1:]]
    x = generator.standard_normal(sides).astype(np.float32)
    z = session.run([logits], {session.get_inputs()[0].name: x})[0]
    return {"inputs": x.reshape(count, -1).tolist(), "logits": z.reshape(count, -1).tolist()}


if __name__ == "__main__":
    for make in (make_dense, make_activations, make_scales, make_convolutions, make_rearrangements, make_constants, make_tails,
                 make_unsupported, make_hostile):
        make()
    references = {}
    for name, (folder, made, logits) in models.items():
        (FOLDER / folder).mkdir(parents=True, exist_ok=True)
        (FOLDER / folder / f"{name}.onnx").write_bytes(made if isinstance(made, bytes) else made.SerializeToString())
        if folder == "models" and logits:
            references[f"onnx/models/{name}"] = reference(None, made, logits)
    for path in sorted(INTEROP.glob("*.onnx")):
        if "leakyrelu" not in path.name:
            references[f"interop/onnx/{path.stem}"] = reference(path, None, "g2" if "softmax" in path.name else "logits")
    fixture_json.write(FOLDER / "reference.json", references)
