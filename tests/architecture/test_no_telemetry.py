"""No library that we use reports home: the ones that would are told not to before they are loaded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

LOADED = """
import sys
if sys.argv[1] == "ours":
    import extrabrain
import onnxruntime
onnxruntime.InferenceSession(sys.argv[2], providers=["CPUExecutionProvider"])
"""


def left_behind(home: Path, who: str, model: Path) -> list[str]:
    """What loading a model leaves in the user's folders: the store of a reporter, if it is awake."""
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if name not in ("ORT_DISABLE_TELEMETRY", "CI")}
    kept |= {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "USERPROFILE": str(home)}
    command = [sys.executable, "-c", LOADED, who, str(model)]
    subprocess.run(command, env=kept, check=True, capture_output=True)
    return [path.name for path in home.rglob("*") if path.is_file()]


@pytest.mark.weights
def test_onnxruntime_keeps_no_store_of_events(tmp_path: Path, models_dir: Path) -> None:
    model = models_dir / "silero-vad" / "silero_vad.onnx"
    assert left_behind(tmp_path / "ours", "ours", model) == []


@pytest.mark.weights
def test_which_this_test_can_see(tmp_path: Path, models_dir: Path) -> None:
    """Where the library asks nobody, there is nothing to see, and nothing to fear."""
    import onnxruntime

    if tuple(map(int, onnxruntime.__version__.split(".")[:2])) != (1, 32) or sys.platform != "linux":
        pytest.skip("this build of onnxruntime is not known to report")
    model = models_dir / "silero-vad" / "silero_vad.onnx"
    assert left_behind(tmp_path / "theirs", "theirs", model) != []
