"""The first layers of a stored transformer: a model file cut after one of them.

What a piece of text *does* (a rule, a result, a boast) is read best from the middle of a sentence model; its
last layers keep what the text is *about* (compare Tenney et al., "BERT rediscovers the classical NLP
pipeline", 2019). `benchmarks/LOG.md` has our figures. Half the layers also cost half the time.
"""

import re
from collections.abc import Iterator

GRAPH, NODE, OUTPUT = 7, 1, 12
"""Fields of `ModelProto` and `GraphProto` in ONNX's protobuf schema."""

NODE_OUTPUT, NODE_NAME, VALUE_NAME, VALUE_TYPE = 2, 3, 1, 2
FLOAT_TENSOR = bytes([0x0A, 0x02, 0x08, 0x01])
"""`TypeProto { tensor_type { elem_type: FLOAT } }`, of any shape."""

_LAYER = re.compile(r"/encoder/layer\.(\d+)/")
_LAST_STEP = "/encoder/layer.{}/output/LayerNorm/Add_1"


def first_layers(model: bytes, count: int) -> bytes:
    """The model without what comes after `count` layers; its only output are their states. Weights that are
    left over are dropped when it is loaded. `ValueError` where it has no such layer."""
    return _edited(model, count, whole=False)


def with_layers(model: bytes, count: int) -> bytes:
    """The whole model; behind its own output it also gives the states after `count` layers."""
    return _edited(model, count, whole=True)


def _edited(model: bytes, count: int, *, whole: bool) -> bytes:
    made = bytearray()
    for field, start, body, end in _fields(model, 0, len(model)):
        made += _graph(model, body, end, count, whole) if field == GRAPH else model[start:end]
    return bytes(made)


def _graph(model: bytes, start: int, end: int, count: int, whole: bool) -> bytes:
    kept = bytearray()
    states = b""
    for field, at, body, stop in _fields(model, start, end):
        if field == OUTPUT and not whole:
            continue
        if field == NODE:
            name = _text(model, body, stop, NODE_NAME)
            layer = _LAYER.match(name.decode())
            if layer and int(layer[1]) >= count and not whole:
                continue
            if name.decode() == _LAST_STEP.format(count - 1):
                states = _text(model, body, stop, NODE_OUTPUT)
        kept += model[at:stop]
    if not states:
        raise ValueError(f"the model has no layer {count}")
    kept += _field(OUTPUT, _field(VALUE_NAME, states) + _field(VALUE_TYPE, FLOAT_TENSOR))
    return _field(GRAPH, bytes(kept))


def _text(model: bytes, start: int, end: int, wanted: int) -> bytes:
    return next(
        (model[body:stop] for field, _, body, stop in _fields(model, start, end) if field == wanted), b""
    )


def _field(number: int, body: bytes) -> bytes:
    """A field of bytes, text or a message."""
    return _packed(number << 3 | 2) + _packed(len(body)) + body


def _packed(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)


def _fields(data: bytes, at: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Number of each field, where it begins, and where its body begins and ends (protobuf wire format)."""
    while at < end:
        start = at
        key, at = _number(data, at)
        size = {1: 8, 5: 4}.get(key & 7, 0)
        if key & 7 in (0, 2):
            value, at = _number(data, at)
            size = value if key & 7 == 2 else 0
        yield key >> 3, start, at, at + size
        at += size


def _number(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at
