"""The one place that touches sherpa-onnx: a typed wrapper, and errors that people can act on."""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, cast

from extrabrain.core.errors import NotFound, Problem
from extrabrain.words.engine import Samples

RATE_HZ = 16_000


def sherpa() -> Any:
    """The module, imported on first use (45 ms)."""
    import sherpa_onnx

    return cast("Any", sherpa_onnx)


def find(folder: Path, model_id: str, *names: str) -> Path:
    """The first of `names` that lies in `folder`; raises `NotFound` with the command that fetches it."""
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise NotFound(
        f"The model {model_id} has no {names[0]} in {folder}.",
        next_step=f"Run: extrabrain models pull {model_id}",
    )


def build(model_id: str, make: Callable[[], Any]) -> Any:
    """Runs `make`; a model file that cannot be read becomes a `Problem`."""
    try:
        return make()
    except (RuntimeError, ValueError) as reason:
        raise Problem(
            f"The files of the model {model_id} cannot be read: {str(reason).splitlines()[0][:200]}",
            next_step=f"Run: extrabrain models remove {model_id}, then extrabrain models pull {model_id}",
        ) from reason


class Recognizer:
    """An offline recognizer that several threads may share: it hears one slice at a time."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self._lock = Lock()

    def decode(self, samples: Samples) -> Any:
        """The result for one slice: `text`, `tokens`, `timestamps`, `durations`."""
        with self._lock:
            stream = self._inner.create_stream()
            stream.accept_waveform(RATE_HZ, samples)
            self._inner.decode_stream(stream)
            return stream.result


def floats(values: Sequence[Any]) -> list[float]:
    return [float(value) for value in values]
