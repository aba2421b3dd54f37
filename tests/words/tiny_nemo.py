"""Tiny NeMo models that the tests make themselves: random weights in the graph shapes that sherpa-onnx loads.

The decoder is built so that whatever is heard, piece n is followed by piece n + 1 and the last one by blank;
the random encoder only adds noise. So the right words and times are known, and nothing here is a result of a
real Parakeet.
"""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

PIECES = ("▁we", "▁sc", "ale", "▁it", "▁with", "▁care")
BLANK = len(PIECES)
WIDTH = 16
FEATURES = 80
STRIDE = 8
DURATION = 4
"""Frames of 80 ms that each piece of the TDT model lasts."""
DURATIONS = 5

_RNG = np.random.default_rng(7)


def write_tdt(folder: Path, *, features: int = FEATURES) -> Path:
    """An offline TDT transducer: `encoder`, `decoder`, `joiner` (each `.int8.onnx`) and `tokens.txt`."""
    folder.mkdir(parents=True, exist_ok=True)
    meta = {
        "vocab_size": BLANK,
        "subsampling_factor": STRIDE,
        "normalize_type": "per_feature",
        "pred_rnn_layers": 1,
        "pred_hidden": WIDTH,
        "feat_dim": features,
        "model_type": "EncDecRNNTBPEModel",
        "url": "tiny-tdt of the tests",
    }
    _save(folder / "encoder.int8.onnx", _encoder(features), meta)
    _save(folder / "decoder.int8.onnx", _decoder(), {})
    _save(folder / "joiner.int8.onnx", _joiner(DURATIONS), {})
    _write_tokens(folder)
    return folder


def write_streaming(folder: Path) -> Path:
    """A cache-aware streaming transducer in the same files."""
    folder.mkdir(parents=True, exist_ok=True)
    meta: dict[str, Any] = {
        "vocab_size": BLANK,
        "window_size": 16,
        "chunk_shift": 16,
        "subsampling_factor": STRIDE,
        "normalize_type": "NA",
        "pred_rnn_layers": 1,
        "pred_hidden": WIDTH,
    }
    meta |= {f"cache_last_channel_dim{n}": size for n, size in ((1, 2), (2, 3), (3, 4))}
    meta |= {f"cache_last_time_dim{n}": size for n, size in ((1, 2), (2, 3), (3, 4))}
    _save(folder / "encoder.onnx", _encoder(FEATURES, caches=True), meta)
    _save(folder / "decoder.onnx", _decoder(), {})
    _save(folder / "joiner.onnx", _joiner(0), {})
    _write_tokens(folder)
    return folder


def _write_tokens(folder: Path) -> None:
    lines = [f"{piece} {number}" for number, piece in enumerate((*PIECES, "<blk>"))]
    (folder / "tokens.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _encoder(features: int, *, caches: bool = False) -> onnx.GraphProto:
    weight = (_RNG.standard_normal((WIDTH, features, STRIDE)) * 1e-4).astype(np.float32)
    nodes = [
        helper.make_node("Conv", ["audio_signal", "weight"], ["outputs"], strides=[STRIDE]),
        helper.make_node("Div", ["length", "stride"], ["encoded_lengths"]),
    ]
    inputs = [_of("audio_signal", (None, features, None)), _of("length", (None,), TensorProto.INT64)]
    outputs = [_of("outputs", (None, WIDTH, None)), _of("encoded_lengths", (None,), TensorProto.INT64)]
    if caches:
        for name, kind, shape in (
            ("cache_last_channel", TensorProto.FLOAT, (None, 2, 3, 4)),
            ("cache_last_time", TensorProto.FLOAT, (None, 2, 3, 4)),
            ("cache_last_channel_len", TensorProto.INT64, (None,)),
        ):
            nodes.append(helper.make_node("Identity", [name], [f"{name}_next"]))
            inputs.append(_of(name, shape, kind))
            outputs.append(_of(f"{name}_next", shape, kind))
    constants = [_constant("weight", weight), _constant("stride", np.array(STRIDE, np.int64))]
    return helper.make_graph(nodes, "encoder", inputs, outputs, constants)


def _decoder() -> onnx.GraphProto:
    following = np.zeros((BLANK + 1, WIDTH), np.float32)
    for piece in range(BLANK):
        following[piece, piece + 1] = 10.0
    following[BLANK, 0] = 10.0
    nodes = [
        helper.make_node("Gather", ["following", "targets"], ["rows"]),
        helper.make_node("Transpose", ["rows"], ["outputs"], perm=[0, 2, 1]),
        helper.make_node("Identity", ["target_length"], ["prednet_lengths"]),
        helper.make_node("Identity", ["states.1"], ["states"]),
        helper.make_node("Identity", ["onnx::Slice_3"], ["162"]),
    ]
    state = (1, None, WIDTH)
    inputs = [
        _of("targets", (None, None), TensorProto.INT32),
        _of("target_length", (None,), TensorProto.INT32),
        _of("states.1", state),
        _of("onnx::Slice_3", state),
    ]
    outputs = [
        _of("outputs", (None, WIDTH, None)),
        _of("prednet_lengths", (None,), TensorProto.INT32),
        _of("states", state),
        _of("162", state),
    ]
    return helper.make_graph(nodes, "decoder", inputs, outputs, [_constant("following", following)])


def _joiner(durations: int) -> onnx.GraphProto:
    size = BLANK + 1 + durations
    weight = (_RNG.standard_normal((WIDTH, size)) * 1e-3).astype(np.float32)
    weight[: BLANK + 1, : BLANK + 1] += np.eye(BLANK + 1, dtype=np.float32)
    bias = np.zeros(size, np.float32)
    if durations:
        bias[BLANK + 1 + DURATION] = 5.0
    nodes = [
        helper.make_node("Add", ["encoder_outputs", "decoder_outputs"], ["both"]),
        helper.make_node("Transpose", ["both"], ["row"], perm=[0, 2, 1]),
        helper.make_node("MatMul", ["row", "weight"], ["product"]),
        helper.make_node("Add", ["product", "bias"], ["logits"]),
        helper.make_node("Unsqueeze", ["logits", "axis"], ["outputs"]),
    ]
    inputs = [_of("encoder_outputs", (None, WIDTH, None)), _of("decoder_outputs", (None, WIDTH, None))]
    outputs = [_of("outputs", (None, None, None, size))]
    constants = [
        _constant("weight", weight),
        _constant("bias", bias),
        _constant("axis", np.array([1], np.int64)),
    ]
    return helper.make_graph(nodes, "joiner", inputs, outputs, constants)


def _of(name: str, shape: tuple[int | None, ...], kind: int = TensorProto.FLOAT) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, list(shape))


def _constant(name: str, values: np.ndarray) -> onnx.TensorProto:
    return numpy_helper.from_array(values, name)


def _save(path: Path, graph: onnx.GraphProto, meta: dict[str, Any]) -> None:
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    helper.set_model_props(model, {name: str(value) for name, value in meta.items()})
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
