#!/usr/bin/env python3
"""Makes PyTorch checkpoints from interop/reference/weights.json with torch itself, and hostile ones byte by byte.

Reads   Tests/Fixtures/interop/reference/weights.json
Writes  Tests/Fixtures/interop/torch/...   files that are there already are kept, unless --all is given

Run from the project root:
  pip install torch==2.15.0 numpy==2.4.6 && python Scripts/make_torch_fixtures.py
Made again, files hold the same tensors; training state, ids and dates inside differ.
"""
import argparse
import io
import json
import pickle
import struct
import sys
import warnings
import zipfile
from collections import OrderedDict
from pathlib import Path

import numpy as np
import torch
import torch.distributed.checkpoint as dcp
from torch import nn

warnings.simplefilter("ignore")
INTEROP = Path("Tests/Fixtures/interop")
OUT = INTEROP / "torch"
WEIGHTS = {name: np.array(value, np.float32)
           for name, value in json.loads((INTEROP / "reference/weights.json").read_text()).items()}


def state():
    return OrderedDict((name, torch.from_numpy(value.copy())) for name, value in WEIGHTS.items())


def mlp():
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 12), nn.ReLU(), nn.Linear(12, 3))
    model.load_state_dict(state())
    return model


class ModelOutput(OrderedDict):
    """A dictionary class of some library: to a reader an unknown class with items."""


class Net(nn.Module):
    """A module class of a user."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Linear(8, 16), nn.BatchNorm1d(16, eps=0.001), nn.GELU(approximate="tanh"))
        self.dropout = nn.Dropout(0.25)
        self.head = nn.Linear(16, 3)
        self.register_buffer("step", torch.tensor(7))


def saved(value, **options):
    buffer = io.BytesIO()
    torch.save(value, buffer, **options)
    return buffer.getvalue()


def scripted(model):
    buffer = io.BytesIO()
    torch.jit.save(torch.jit.trace(model, torch.zeros(1, 8)), buffer)
    return buffer.getvalue()


def trained():
    model = mlp()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.2, momentum=0.9)
    for parameter in model.parameters():
        parameter.grad = torch.full_like(parameter, 0.5)
    optimizer.step()
    return optimizer.state_dict()


def plain():
    """The kinds of file that the first 24 fixtures are."""
    cast = lambda dtype: OrderedDict((k, v.to(dtype)) for k, v in state().items())
    prefixed = lambda prefix: OrderedDict((prefix + k, v) for k, v in state().items())
    strided = OrderedDict((k, v.t().contiguous().t() if v.dim() == 2 else v) for k, v in state().items())
    damaged = state()
    damaged["0.weight"][0, :2] = torch.tensor([float("nan"), float("inf")])
    normed = mlp()
    for layer in (normed[0], normed[2], normed[4]):
        nn.utils.parametrizations.weight_norm(layer)
    whole = saved(state())
    yield "mlp.pt", whole
    yield "mlp.pth", whole
    yield "mlp_f16.pt", saved(cast(torch.float16))
    yield "mlp_bf16.pt", saved(cast(torch.bfloat16))
    yield "mlp_f64.pt", saved(cast(torch.float64))
    yield "mlp_legacy_nonzip.pt", saved(state(), _use_new_zipfile_serialization=False)
    yield "mlp_pickle_protocol4.pt", saved(state(), pickle_protocol=4)
    yield "parameters.pt", saved(dict(mlp().named_parameters()))
    yield "prefix_module_dataparallel.pt", saved(prefixed("module."))
    yield "prefix_orig_mod_compile.pt", saved(prefixed("_orig_mod."))
    yield "strided_transposed.pt", saved(strided)
    yield "weight_norm_parametrized.pt", saved(normed.state_dict())
    yield "whole_module.pt", saved(mlp())
    yield "with_batchnorm.pt", saved(nn.Sequential(
        nn.Linear(8, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 12), nn.BatchNorm1d(12), nn.ReLU(),
        nn.Linear(12, 3)).state_dict())
    yield "torchscript.pt", scripted(mlp())
    yield "wrapped_model.pth", saved({"model": state(), "ema": None, "args": {"lr": 0.2}, "scaler": None})
    yield "wrapped_model_state_dict.pt", saved(
        {"epoch": 8, "model_state_dict": state(), "optimizer_state_dict": trained(), "loss": 0.39052194356918335})
    yield "wrapped_state_dict.pth.tar", saved(
        {"epoch": 8, "arch": "mlp", "state_dict": state(), "best_acc1": torch.tensor(0.5), "optimizer": trained()})
    yield "EDGE_nan_inf.pt", saved(damaged)
    yield "BROKEN_empty.pt", b""
    yield "BROKEN_truncated.pt", whole[:len(whole) // 2]
    yield "HOSTILE_os_system.pt", archive(b"\x80\x02}q\x00X\x01\x00\x00\x00xcposix\nsystem\nX\x04\x00\x00\x00echo\x85Rs.")


def conjugated():
    return torch.tensor([1 + 2j, 3 + 4j]).conj()


def further():
    """More of what people have."""
    big = torch.arange(24, dtype=torch.float32)
    yield "mlp_pickle_protocol5.pt", saved(state(), pickle_protocol=5)
    yield "legacy_module.pt", saved(mlp(), _use_new_zipfile_serialization=False)
    yield "plain_pickle.bin", pickle.dumps(state())
    yield "numpy_pickle.bin", pickle.dumps({k: v for k, v in WEIGHTS.items()}, protocol=5)
    yield "numpy_pickle_protocol2.bin", pickle.dumps(list(WEIGHTS.values()), protocol=2)
    yield "numpy_inside.pt", saved({
        "epoch": np.int64(4), "loss": np.float64(0.25), "W": WEIGHTS["0.weight"], "fortran": np.asfortranarray(WEIGHTS["0.weight"]),
        "big": WEIGHTS["0.weight"].astype(">f8"), "objects": np.array([{"a": 1}, None], dtype=object)})
    yield "lightning.ckpt", saved({
        "epoch": 3, "global_step": 96, "pytorch-lightning_version": "2.6.6",
        "state_dict": OrderedDict(("model." + k, v) for k, v in state().items()), "optimizer_states": [trained()],
        "lr_schedulers": [], "hparams_name": "kwargs",
        "hyper_parameters": argparse.Namespace(lr=0.2, sizes=[16, 12], init=torch.ones(2))})
    yield "ordered_dict_subclass.bin", saved(ModelOutput(state()))
    yield "shared_storage.pt", saved({
        "all": big, "rows": big.view(4, 6)[1:3], "columns": big.view(4, 6)[:, 2:4], "tied": big, "empty": big[:0]})
    yield "expanded.pt", saved({"row": torch.tensor([1.0, 2.0]).expand(3, 2), "huge": torch.ones(1).expand(1 << 24, 1 << 10)})
    yield "types.pt", saved({
        **{str(t)[6:]: torch.tensor([0, 1, 2]).to(t) for t in (
            torch.int8, torch.uint8, torch.int16, torch.int32, torch.int64, torch.bool, torch.complex64, torch.uint16,
            torch.uint32, torch.uint64, torch.float8_e4m3fn)},
        "scalar": torch.tensor(3.5), "empty": torch.empty(0, 4), "sparse": torch.eye(3).to_sparse(),
        "quantized": torch.quantize_per_tensor(torch.ones(2), 0.5, 0, torch.qint8), "meta": torch.empty(2, 3, device="meta")})
    yield "lazy_views.pt", saved({
        "negated": conjugated().imag, "conjugated": conjugated(), "resolved": conjugated().imag.resolve_neg()})
    torch.manual_seed(0)
    net = Net()
    yield "module_batchnorm.pt", saved({"epoch": 2, "model": net})
    yield "torchscript_batchnorm.pt", scripted(net.features.eval())
    frozen = io.BytesIO()
    torch.jit.save(torch.jit.freeze(torch.jit.trace(nn.Sequential(nn.Linear(2, 2), nn.ReLU()).eval(), torch.zeros(1, 2))), frozen)
    yield "torchscript_frozen.pt", frozen.getvalue()
    shared = nn.Linear(8, 8)
    yield "shared_module.pt", saved(nn.Sequential(shared, nn.ReLU(), shared))


def archive(data, storages=(), byteorder=b"little", extra=(), name="data.pkl", method=zipfile.ZIP_STORED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        if name:
            file.writestr("archive/" + name, data)
        for key, contents in enumerate(storages):
            file.writestr(f"archive/data/{key}", contents)
        if byteorder is not None:
            file.writestr("archive/byteorder", byteorder)
        for member, contents in extra:
            file.writestr(member, contents)
    return buffer.getvalue()


def text(value):
    return b"X" + struct.pack("<I", len(value)) + value.encode()


def number(value):
    if abs(value) < 1 << 31:
        return b"J" + struct.pack("<i", value)
    count = value.bit_length() // 8 + 1
    return b"\x8a" + bytes([count]) + value.to_bytes(count, "little", signed=True)


def numbers(values):
    return b"(" + b"".join(map(number, values)) + b"t"


def tensor(shape, stride, offset=0, count=4, key="0", storage="FloatStorage"):
    persistent = b"(" + text("storage") + b"ctorch\n" + storage.encode() + b"\n" + text(key) + text("cpu") + number(count) + b"tQ"
    return (b"ctorch._utils\n_rebuild_tensor_v2\n(" + persistent + number(offset) + numbers(shape) + numbers(stride)
            + b"\x89ccollections\nOrderedDict\n)RtR")


def holding(value):
    return b"\x80\x02}" + text("w") + value + b"s."


def hostile():
    """Files that must be refused. Each pickle only ever prints, if something runs it."""
    four = struct.pack("<4f", 1, 2, 3, 4)
    call = lambda module, name, argument="print('run')": (
        f"c{module}\n{name}\n".encode() + text(argument) + b"\x85R")
    yield "big_endian.pt", archive(holding(tensor([2, 2], [2, 1])), [struct.pack(">4f", 1, 2, 3, 4)], b"big")
    yield "deflated.pt", archive(holding(tensor([2, 2], [2, 1])), [four], method=zipfile.ZIP_DEFLATED)
    yield "HOSTILE_eval.pt", archive(holding(call("builtins", "eval")))
    yield "HOSTILE_eval_python2.pt", archive(holding(call("__builtin__", "eval")))
    yield "HOSTILE_getattr_chain.pt", archive(holding(
        b"cbuiltins\ngetattr\n(cos\nsystem\n" + text("__call__") + b"tR" + text("echo run") + b"\x85R"))
    yield "HOSTILE_partial.pt", archive(holding(b"cfunctools\npartial\n(cos\nsystem\n" + text("echo run") + b"tR"))
    yield "HOSTILE_inst.pt", archive(holding(b"(" + text("echo run") + b"ios\nsystem\n"))
    yield "HOSTILE_obj.pt", archive(holding(b"(cos\nsystem\n" + text("echo run") + b"o"))
    yield "HOSTILE_newobj.pt", archive(holding(b"csubprocess\nPopen\n" + text("echo run") + b"\x85\x81"))
    yield "HOSTILE_stack_global.bin", (
        b"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x08echo run\x85R.")
    yield "HOSTILE_nested_pickle.pt", archive(holding(
        b"cpickle\nloads\nC" + bytes([len(b"cos\nsystem\n(S'echo run'\ntR.")]) + b"cos\nsystem\n(S'echo run'\ntR." + b"\x85R"))
    yield "HOSTILE_legacy.pt", (
        b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.\x80\x02M\xe9\x03.\x80\x02}.\x80\x02"
        + call("posix", "system", "echo run") + b".\x80\x02].")
    # Every list holds the one before it ten times: 10^40 paths, to nothing and to a tensor.
    laughs = lambda seed: b"".join(
        [seed + b"q\x00"] + [b"](" + b"h" + bytes([k]) + (b"h" + bytes([k])) * 9 + b"eq" + bytes([k + 1]) for k in range(40)])
    yield "EDGE_billion_laughs.pt", archive(b"\x80\x02" + laughs(b"K\x01") + b".")
    yield "BROKEN_billion_laughs_tensor.pt", archive(b"\x80\x02" + laughs(tensor([4], [1])) + b".", [four])
    yield "EDGE_circle.pt", archive(b"\x80\x02}q\x00" + text("self") + b"h\x00s" + text("w") + tensor([4], [1]) + b"s.", [four])
    yield "BROKEN_deep_nesting.pt", archive(b"\x80\x02" + b"]" * 60_000 + b"a" * 59_999 + b".", method=zipfile.ZIP_DEFLATED)
    yield "BROKEN_memo_unset.pt", archive(b"\x80\x02j\xff\xff\xff\xff.")
    yield "BROKEN_long4.pt", archive(b"\x80\x02\x8b\xff\xff\xff\x7f\x01.")
    yield "BROKEN_long4_negative.pt", archive(b"\x80\x02\x8b\xff\xff\xff\xff\x01.")
    yield "BROKEN_binunicode8.pt", archive(b"\x80\x04\x8d" + struct.pack("<Q", 1 << 63) + b"abc.")
    yield "BROKEN_extension.pt", archive(b"\x80\x02\x82\x01.")
    yield "BROKEN_buffer.pt", archive(b"\x80\x05\x97.")
    yield "BROKEN_stack_underflow.pt", archive(b"\x80\x02(\x85.")
    yield "BROKEN_storage_bounds.pt", archive(holding(tensor([5], [1], count=5)), [four])
    yield "BROKEN_tensor_bounds.pt", archive(holding(tensor([2, 2], [3, 1])), [four])
    yield "BROKEN_offset_bounds.pt", archive(holding(tensor([4], [1], offset=1)), [four])
    yield "BROKEN_offset_overflow.pt", archive(holding(tensor([4], [1], offset=(1 << 63) - 1)), [four])
    yield "BROKEN_negative_stride.pt", archive(holding(tensor([2], [-1], offset=3)), [four])
    yield "BROKEN_negative_offset.pt", archive(holding(tensor([2], [1], offset=-1)), [four])
    yield "BROKEN_negative_side.pt", archive(holding(tensor([-2], [1])), [four])
    yield "BROKEN_shape_overflow.pt", archive(holding(tensor([1 << 40, 1 << 40], [0, 0])), [four])
    yield "BROKEN_storage_missing.pt", archive(holding(tensor([4], [1], key="7")), [four])
    yield "BROKEN_storage_traversal.pt", archive(holding(tensor([4], [1], key="../../../../etc/passwd")), [four])
    yield "BROKEN_duplicate_member.pt", archive(holding(tensor([4], [1])), [four], extra=[("archive/data/0", four)])
    yield "BROKEN_byteorder.pt", archive(holding(tensor([4], [1])), [four], b"middle")
    yield "BROKEN_no_pickle.pt", archive(b"", [four], name=None)
    yield "BROKEN_old_tar.tar", b"sys_info".ljust(257, b"\x00") + b"ustar\x0000".ljust(255, b"\x00")


def make_distributed(folder):
    if folder.exists():
        return
    (folder).mkdir(parents=True)
    dcp.save({"model": state(), "epoch": 8}, checkpoint_id=folder / "single", no_dist=True)
    # Two ranks by hand: each wrote its rows of every matrix, as fully sharded training does.
    from torch.distributed.checkpoint.filesystem import _StorageInfo
    from torch.distributed.checkpoint.metadata import (
        ChunkStorageMetadata, Metadata, MetadataIndex, TensorProperties, TensorStorageMetadata)
    tensors, places, files = {}, {}, {"__0_0.distcp": b"", "__1_0.distcp": b""}
    for name, value in state().items():
        half = (value.shape[0] + 1) // 2
        chunks = []
        for rank, (start, part) in enumerate(((0, value[:half]), (half, value[half:]))):
            offsets = torch.Size([start] + [0] * (value.dim() - 1))
            file = f"__{rank}_0.distcp"
            data = saved(part.clone())
            chunks.append(ChunkStorageMetadata(offsets=offsets, sizes=part.shape))
            places[MetadataIndex(name, offsets)] = _StorageInfo(file, len(files[file]), len(data))
            files[file] += data
        tensors[name] = TensorStorageMetadata(TensorProperties(dtype=value.dtype), value.shape, chunks)
    (folder / "two_ranks").mkdir()
    for name, data in files.items():
        (folder / "two_ranks" / name).write_bytes(data)
    (folder / "two_ranks/.metadata").write_bytes(pickle.dumps(Metadata(tensors, None, places)))
    escaping = {index: _StorageInfo("../single/__0_0.distcp", info.offset, info.length) for index, info in places.items()}
    (folder / "BROKEN_escaping").mkdir()
    (folder / "BROKEN_escaping/.metadata").write_bytes(pickle.dumps(Metadata(tensors, None, escaping)))
    short = {index: info for index, info in places.items() if "__1" not in info.relative_path}
    (folder / "BROKEN_missing_chunk").mkdir()
    (folder / "BROKEN_missing_chunk/.metadata").write_bytes(pickle.dumps(Metadata(tensors, None, short)))
    (folder / "BROKEN_missing_chunk/__0_0.distcp").write_bytes(files["__0_0.distcp"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="make the files that are there already, too")
    arguments = parser.parse_args()
    sys.modules["fixtures"] = sys.modules["__main__"]
    for own in (ModelOutput, Net):
        own.__module__ = "fixtures"
    for kind in (plain, further, hostile):
        for name, data in kind():
            if arguments.all or not (OUT / name).exists():
                (OUT / name).write_bytes(data)
                print(f"{name}: {len(data)} bytes")
    make_distributed(OUT / "distributed")
