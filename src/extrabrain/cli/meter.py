"""How far hearing a file is, for people at a terminal."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extrabrain.flows.transcribe import Progress


class Meter:
    """Progress on one line of a terminal."""

    def __init__(self, path: Path) -> None:
        self._name = path.name

    def __call__(self, progress: "Progress") -> None:
        done = f"{progress.done_ms / 1000:.0f} s" if progress.fraction is None else f"{progress.fraction:.0%}"
        left = "" if progress.seconds_left is None else f", {progress.seconds_left:.0f} s left"
        sys.stderr.write(f"\r\x1b[K  {self._name}: {done}{left}")
        sys.stderr.flush()

    def clear(self) -> None:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
