"""A network with one input and one output on onnxruntime."""

from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import onnxruntime

from extrabrain.core.errors import Problem

Array = npt.NDArray[np.float32]


class Session:
    """`Problem` where the file cannot be loaded."""

    def __init__(self, model: Path, threads: int) -> None:
        options = cast(Any, onnxruntime).SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # A thread that waits by spinning takes the processor from speech, and from the one it waits for.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session: Any = onnxruntime.InferenceSession(str(model), options, ["CPUExecutionProvider"])
        except Exception as error:
            raise Problem(
                f"{model.name}: the model cannot be read ({error}).",
                next_step="Fetch it again: extrabrain models remove ppocr-v6-small, then pull it.",
            ) from error
        self._name = self._session.get_inputs()[0].name

    def run(self, x: Array) -> Array:
        return cast("list[Array]", self._session.run(None, {self._name: x}))[0]

    def told(self, key: str) -> str:
        """What the file says of itself under `key`; empty where it says nothing."""
        return self._session.get_modelmeta().custom_metadata_map.get(key, "")
