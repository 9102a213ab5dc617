#!/usr/bin/env python3
"""Makes the Keras and HDF5 fixtures, and a sharded torch model, with the real libraries.

Reads   Tests/Fixtures/interop/reference/{weights.json,x_test.npy}
Writes  Tests/Fixtures/interop/keras/...            (mlp.keras, mlp_legacy.h5 and h5py_plain.h5 are not remade)
        Tests/Fixtures/interop/torch_sharded/...

Run from the project root:
  pip install numpy==2.4.6 keras==3.15.1 h5py==3.16.0 torch==2.15.0 ml_dtypes
  KERAS_BACKEND=torch python Scripts/make_keras_fixtures.py
logits.json holds, for every model, the first rows of its input and what Keras computes for them, before a final softmax
where there is one.
"""
import json
import os
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")
import h5py
import keras
import ml_dtypes
import numpy as np
import torch
from keras import layers

INTEROP = Path("Tests/Fixtures/interop")
KERAS = INTEROP / "keras"
WEIGHTS = {name: np.array(value, np.float32)
           for name, value in json.loads((INTEROP / "reference/weights.json").read_text()).items()}
ROWS = np.load(INTEROP / "reference/x_test.npy")[:4].astype(np.float32)
logits = {}
rng = np.random.default_rng(5)


def fill(model):
    """The reference weights for the dense layers; numbers from a seeded generator for everything else."""
    dense = [layer for layer in model.layers if isinstance(layer, layers.Dense)]
    if [layer.kernel.shape for layer in dense] == [(8, 16), (16, 12), (12, 3)]:
        for layer, index in zip(dense, (0, 2, 4)):
            layer.set_weights([WEIGHTS[f"{index}.weight"].T, WEIGHTS[f"{index}.bias"]])
    for layer in model.layers:
        if layer not in dense and layer.weights or dense and dense[0].kernel.shape != (8, 16):
            layer.set_weights([rng.uniform(0.25, 1.25, w.shape) if "variance" in w.name else rng.normal(0, 0.4, w.shape)
                               for w in layer.weights])
    return model


def save(name, model, rows=ROWS, tail=0):
    """Saves a model and what it computes; `tail` layers at the end are left out of the logits."""
    fill(model)
    model.save(KERAS / name)
    output = keras.Model(model.inputs, model.layers[-1 - tail].output).predict(rows, verbose=0)
    if tail == 0 and model.layers[-1].get_config().get("activation") == "softmax":
        dense = model.layers[-1]
        before = keras.Model(model.inputs, model.layers[-2].output).predict(rows, verbose=0)
        output = before @ dense.kernel.numpy() + dense.bias.numpy()
    logits[name] = {"rows": rows.reshape(len(rows), -1).tolist(), "logits": output.reshape(len(rows), -1).tolist()}
    return model


def mlp(*prologue, between=(), after=(), names=("fc0", "fc1", "logits"), last="linear", activation="relu", shape=(8,)):
    return keras.Sequential([
        layers.Input(shape, name="x"), *prologue, layers.Dense(16, activation, name=names[0]), *between,
        layers.Dense(12, activation, name=names[1]), layers.Dense(3, last, name=names[2]), *after],
        name="mlp")


def make_models():
    x = layers.Input((8,), name="x")
    y = layers.Dense(16, name="fc0")(x)
    y = layers.ReLU(name="act0")(y)
    y = layers.Dropout(0.5, name="drop")(y)
    y = layers.Dense(12, activation="relu", name="fc1")(y)
    functional = keras.Model(x, layers.Dense(3, name="logits")(y), name="functional")
    save("functional.keras", functional)
    save("functional_legacy.h5", functional)
    functional.compile("adam", "mse")
    functional.fit(ROWS, np.zeros((4, 3)), verbose=0)
    fill(functional).save_weights(KERAS / "mlp.weights.h5")

    a = layers.Dense(16, name="a")(x)
    branched = keras.Model(x, layers.Add(name="sum")([layers.Dense(3, name="b")(a), layers.Dense(3, name="c")(a)]))
    save("UNSUPPORTED_branched.keras", branched)
    save("UNSUPPORTED_branched.h5", branched)
    save("UNSUPPORTED_pooling.keras", keras.Sequential([
        layers.Input((4, 4, 1)), layers.Conv2D(2, 3, name="c"), layers.MaxPooling2D(name="pool1"), layers.Flatten(),
        layers.Dense(3, name="d")]), rng.normal(size=(2, 4, 4, 1)).astype(np.float32))

    save("softmax.keras", mlp(last="softmax"))
    save("softmax_layer.keras", mlp(after=[layers.Softmax(name="probabilities")]), tail=1)
    save("custom_names.keras", mlp(names=("zeta", "alpha beta", "dense_7")))
    save("rescaling.keras", mlp(layers.Rescaling(1 / 4, offset=-0.5, name="rescale")))
    save("batchnorm.keras", mlp(
        layers.Normalization(name="standard"), between=[layers.BatchNormalization(name="bn", epsilon=0.01)]))
    save("batchnorm.h5", mlp(between=[layers.BatchNormalization(name="bn", scale=False)]))
    save("activations.keras", keras.Sequential([
        layers.Input((8,)), layers.Dense(16, "sigmoid"), layers.Dense(12, layers.ReLU(max_value=6.0)),
        layers.Activation("softplus"), layers.Dense(3), layers.ReLU(max_value=2.0)]))
    save("reshape.keras", keras.Sequential([
        layers.Input((2, 4), name="x"), layers.Permute((2, 1), name="swap"), layers.Reshape((-1,)),
        layers.Dense(16, "relu"), layers.Dense(12, "relu"), layers.Dense(3)]), ROWS.reshape(4, 2, 4))

    pictures = rng.normal(size=(3, 6, 5, 2)).astype(np.float32)
    save("conv2d.keras", keras.Sequential([
        layers.Input((6, 5, 2)), layers.Conv2D(4, (3, 2), activation="relu", padding="same", strides=2, name="c0"),
        layers.Conv2D(6, 2, padding="valid", groups=2, activation="relu", name="c1"), layers.Flatten(),
        layers.Dense(3, name="d")]), pictures)
    save("conv1d.h5", keras.Sequential([
        layers.Input((7, 2)), layers.Conv1D(3, 3, padding="causal", dilation_rate=2, activation="relu", name="c0"),
        layers.Conv1D(2, 2, padding="same", use_bias=False, name="c1"), layers.Flatten(), layers.Dense(3, name="d")]),
        rng.normal(size=(3, 7, 2)).astype(np.float32))


def make_keras2():
    """A model as tf.keras 2 wrote it: names end in ":0", texts are bytes, the nodes have the old notation."""
    def dense(name, units, activation, source):
        return {"class_name": "Dense", "name": name, "inbound_nodes": [[[source, 0, 0, {}]]], "config": {
            "name": name, "trainable": True, "dtype": "float32", "units": units, "activation": activation,
            "use_bias": True, "kernel_constraint": None}}
    config = {"class_name": "Functional", "config": {"name": "model", "trainable": True, "layers": [
        {"class_name": "InputLayer", "name": "input_1", "inbound_nodes": [],
         "config": {"batch_input_shape": [None, 8], "dtype": "float32", "sparse": False, "name": "input_1"}},
        dense("dense", 16, "relu", "input_1"), dense("dense_1", 12, "relu", "dense"),
        dense("dense_2", 3, "softmax", "dense_1")],
        "input_layers": [["input_1", 0, 0]], "output_layers": [["dense_2", 0, 0]]}, "keras_version": "2.11.0"}
    with h5py.File(KERAS / "keras2_legacy.h5", "w") as file:
        file.attrs["keras_version"] = b"2.11.0"
        file.attrs["backend"] = b"tensorflow"
        file.attrs["epoch"] = 8
        file.attrs["model_config"] = json.dumps(config).encode()
        group = file.create_group("model_weights")
        names = ["input_1", "dense", "dense_1", "dense_2"]
        group.attrs["layer_names"] = [name.encode() for name in names]
        group.create_group("input_1").attrs["weight_names"] = np.array([], "S1")
        for name, index in zip(names[1:], (0, 2, 4)):
            layer = group.create_group(name)
            layer.attrs["weight_names"] = [f"{name}/{part}:0".encode() for part in ("kernel", "bias")]
            layer[f"{name}/kernel:0"] = WEIGHTS[f"{index}.weight"].T
            layer[f"{name}/bias:0"] = WEIGHTS[f"{index}.bias"]


def make_storage():
    first = WEIGHTS["0.weight"]
    with h5py.File(KERAS / "chunked.h5", "w") as file:
        file.create_dataset("gzip", data=first, chunks=(5, 3), compression="gzip")
        file.create_dataset("gzip_shuffle", data=first, chunks=(5, 3), compression="gzip", shuffle=True)
        file.create_dataset("checked", data=first, chunks=(16, 8), compression="gzip", shuffle=True, fletcher32=True)
        file.create_dataset("checksum_only", data=first, chunks=(3, 8), fletcher32=True)
        file.create_dataset("plain_chunks", data=first, chunks=(4, 4))
        file.create_dataset("three_axes", data=first.reshape(4, 2, 16), chunks=(3, 2, 5), compression="gzip")
        file.create_dataset("growing", data=first, chunks=(2, 8), maxshape=(None, 8))
        file.create_dataset("lzf", data=first, compression="lzf")
    with h5py.File(KERAS / "latest_format.h5", "w", libver=("v110", "v110"), track_order=True) as file:
        file.create_dataset("z", data=first, chunks=(5, 3), compression="gzip", shuffle=True)
        file.create_dataset("a", data=first, maxshape=(None, 8), chunks=(4, 8))
        file.create_dataset("m", data=first)
        file.create_dataset("b", data=first, chunks=(16, 8), compression="gzip", shuffle=True)
        file["flag"] = np.array([False, True])
        file.attrs["epoch"] = 8
    with h5py.File(KERAS / "tracked_order.h5", "w", track_order=True) as file:
        for name in ("z", "a", "m"):
            file.create_dataset(name, data=first, chunks=(5, 3), compression="gzip")
    with h5py.File(KERAS / "UNSUPPORTED_dense_links.h5", "w", libver=("v110", "v110")) as file:
        for index in range(20):
            file[f"w{index}"] = np.float32(index)
    with h5py.File(KERAS / "many_links.h5", "w") as file:
        for index in range(400):
            file[f"layers/w{index}"] = np.float32(index)
    with h5py.File(KERAS / "dtypes.h5", "w") as file:
        for kind in ("<f2", ">f2", "<f4", ">f4", "<f8", ">f8"):
            file[("little_" if kind[0] == "<" else "big_") + kind[1:]] = first.astype(kind)
        file["bf16"] = first.astype(ml_dtypes.bfloat16).view(np.uint16)
        for kind in ("i1", "u1", ">i2", "<u2", "<i4", ">u4", "<i8", ">u8"):
            file["int_" + kind.strip("<>")] = np.array([1, 2, 100], kind)
        file["bool"] = np.array([True, False, True])
        file["scalar"] = np.float32(3.5)
        file["empty"] = np.zeros((0, 4), np.float32)
        file["text"] = "words"
        file["record"] = np.zeros(2, [("a", "f4"), ("b", "i4")])
        compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        compact.set_layout(h5py.h5d.COMPACT)
        space = h5py.h5s.create_simple((3, 2))
        dataset = h5py.h5d.create(file.id, b"compact", h5py.h5t.IEEE_F32BE, space, compact)
        dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, np.arange(6, dtype=">f4").reshape(3, 2))
        half = h5py.h5t.IEEE_F16LE.copy()
        half.set_fields(15, 7, 8, 0, 7)
        half.set_ebias(127)
        dataset = h5py.h5d.create(file.id, b"bfloat16", half, h5py.h5s.create_simple(first.shape))
        dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, first.astype(ml_dtypes.bfloat16).view(np.uint16), mtype=half)


def make_hostile():
    first = WEIGHTS["0.weight"]
    with h5py.File(KERAS / "HOSTILE_links.h5", "w") as file:
        file["a/w"] = first
        file["outside"] = h5py.ExternalLink("mlp_legacy.h5", "/model_weights")
        file["nowhere"] = h5py.SoftLink("/missing")
        file["soft"] = h5py.SoftLink("/outside/fc0")
        file["a/up"] = file["/"]
        file["a/again"] = file["a"]
        file["alias"] = file["a/w"]
    with h5py.File(KERAS / "HOSTILE_external_storage.h5", "w") as file:
        file.create_dataset("w", (16, 8), "f4", external=[("/etc/hostname", 0, 512)])
    with h5py.File(KERAS / "HOSTILE_virtual.h5", "w", libver=("v110", "v110")) as file:
        layout = h5py.VirtualLayout((16, 12), "f4")
        layout[:] = h5py.VirtualSource("mlp_legacy.h5", "model_weights/fc1/mlp/fc1/kernel", (16, 12))
        file.create_virtual_dataset("w", layout)
    with h5py.File(KERAS / "HOSTILE_unwritten.h5", "w") as file:
        file.create_dataset("chunked", (1 << 20, 1 << 20), "f4", chunks=(1 << 10, 1 << 10))
        file.create_dataset("contiguous", (1 << 15, 1 << 14), "f4")
        file["w"] = first
    with h5py.File(KERAS / "HOSTILE_expansion.h5", "w") as file:
        sparse = file.create_dataset("w", (1 << 20, 1 << 20), "f4", chunks=(8, 8), compression="gzip")
        sparse[:8, :8] = 1
    with h5py.File(KERAS / "HOSTILE_filter.h5", "w") as file:
        properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        properties.set_chunk((16, 8))
        properties.set_filter(32015, h5py.h5z.FLAG_OPTIONAL, (3,))
        h5py.h5d.create(file.id, b"w", h5py.h5t.IEEE_F32LE, h5py.h5s.create_simple((16, 8)), properties).write_direct_chunk(
            (0, 0), first.tobytes())
    data = (KERAS / "mlp_legacy.h5").read_bytes()
    (KERAS / "BROKEN_truncated.h5").write_bytes(data[:-100])


def make_torch_shards():
    folder = INTEROP / "torch_sharded"
    folder.mkdir(exist_ok=True)
    index = {"metadata": {"total_size": sum(w.nbytes for w in WEIGHTS.values())}, "weight_map": {}}
    for shard, layer in enumerate(("0", "2", "4"), 1):
        name = f"pytorch_model-{shard:05}-of-00003.bin"
        torch.save({k: torch.from_numpy(v) for k, v in WEIGHTS.items() if k.startswith(layer)}, folder / name)
        index["weight_map"] |= {f"{layer}.{part}": name for part in ("weight", "bias")}
    (folder / "pytorch_model.bin.index.json").write_text(json.dumps(index, indent=2))


if __name__ == "__main__":
    make_models()
    make_keras2()
    make_storage()
    make_hostile()
    make_torch_shards()
    (KERAS / "logits.json").write_text(json.dumps(logits))
