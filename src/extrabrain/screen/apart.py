"""Reading pictures in a process of its own: it slows nothing else, a picture that breaks it breaks nothing
here, and it can be stopped at any moment.

The process is started when it is first needed and keeps the networks loaded until it is closed or has been
idle. It gets a picture as its bytes and answers with one line of JSON.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, cast

from extrabrain.core.codec import from_plain, to_plain
from extrabrain.core.errors import Problem, Unsupported
from extrabrain.core.picture import Box, PictureText

LONGEST_S = 120
IDLE_S = 300
LOOK_S = 0.05
MOST_MEMORY = 4_000_000_000

_PROBLEMS = {"unsupported": Unsupported, "problem": Problem}


class Stopped(Problem):
    """Somebody asked to stop."""


class PictureReader:
    """Thread-safe, one picture after the other. `close` it when done; it may be used again after that.

    `folder` gives where the networks are, and raises a `Problem` while they are not here.
    """

    def __init__(self, folder: Callable[[], Path], *, longest_s: float = LONGEST_S) -> None:
        self._folder = folder
        self._longest_s = longest_s
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._used = 0.0

    def read(
        self,
        data: bytes,
        name: str = "The picture",
        region: Box | None = None,
        *,
        stopped: Callable[[], bool] = lambda: False,
    ) -> PictureText:
        """The text of `region`, or of all of it; boxes are in pixels of the whole picture.

        `Unsupported` for what is no picture, `Problem` for a damaged one or one that takes too long,
        `Stopped` soon after `stopped` is true.
        """
        with self._lock:
            process = self._running()
            try:
                answer = self._asked(process, data, name, region, stopped)
            except BaseException:
                self._end()
                raise
            self._used = time.monotonic()
        if "what" in answer:
            raise _PROBLEMS[answer["problem"]](answer["what"], next_step=answer["next_step"])
        return from_plain(PictureText, answer["read"])

    def close(self) -> None:
        with self._lock:
            self._end()

    def close_if_idle(self) -> None:
        """Gives its memory back where it was not used for `IDLE_S`."""
        if self._lock.acquire(blocking=False):
            try:
                if self._process is not None and time.monotonic() - self._used >= IDLE_S:
                    self._end()
            finally:
                self._lock.release()

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-m", "extrabrain.screen.apart", str(self._folder())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def _asked(
        self,
        process: "subprocess.Popen[bytes]",
        data: bytes,
        name: str,
        region: Box | None,
        stopped: Callable[[], bool],
    ) -> dict[str, Any]:
        """The answer, waited for with an eye on the clock and on `stopped`."""
        asked = {"name": name, "size": len(data), "region": to_plain(region)}
        heard: list[bytes] = []
        talk = threading.Thread(target=_talk, args=(process, asked, data, heard), daemon=True)
        talk.start()
        until = time.monotonic() + self._longest_s
        while talk.is_alive():
            talk.join(LOOK_S)
            if stopped():
                raise Stopped("Reading was stopped.")
            if time.monotonic() > until:
                why = f"takes longer than {self._longest_s:.0f} seconds to read"
                raise Problem(f"{name} {why}.", next_step="Crop it to the part you need.")
        if not heard or not heard[0].endswith(b"\n"):
            raise Problem(f"{name} breaks its reader.", next_step="Save it anew as PNG, or crop it.")
        return cast("dict[str, Any]", json.loads(heard[0]))

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _talk(process: "subprocess.Popen[bytes]", asked: dict[str, Any], data: bytes, heard: list[bytes]) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(asked).encode() + b"\n")
        process.stdin.write(data)
        process.stdin.flush()
        heard.append(process.stdout.readline())
    except (OSError, ValueError):  # it was ended meanwhile
        return


def main(folder: Path, source: BinaryIO, out: BinaryIO) -> None:
    """Answers picture after picture until the input ends."""
    from extrabrain.screen.ocr import Ocr
    from extrabrain.screen.picture import cropped, opened

    _limit_memory()
    ocr: Ocr | None = None
    while line := source.readline():
        asked = json.loads(line)
        data = source.read(asked["size"])
        try:
            pixels = opened(data, asked["name"])
            region = from_plain(Box, asked["region"]) if asked["region"] else None
            ocr = ocr or Ocr(folder)
            read = ocr.read(pixels if region is None else cropped(pixels, region))
            answer: dict[str, Any] = {
                "read": to_plain(_moved(read, region, pixels.shape[1], pixels.shape[0]))
            }
        except Problem as problem:
            kind = "unsupported" if isinstance(problem, Unsupported) else "problem"
            answer = {"what": problem.what, "next_step": problem.next_step, "problem": kind}
        out.write(json.dumps(answer).encode() + b"\n")
        out.flush()


def _moved(read: PictureText, region: Box | None, width: int, height: int) -> PictureText:
    """With its places in the whole picture."""
    from dataclasses import replace

    if region is None:
        return read
    x, y = max(0, region.left), max(0, region.top)
    lines = tuple(
        replace(line, box=Box(line.box.left + x, line.box.top + y, line.box.right + x, line.box.bottom + y))
        for line in read.lines
    )
    return PictureText(width, height, lines, read.blocks)


def _limit_memory() -> None:
    if sys.platform == "linux":  # macOS refuses a limit on address space
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        allowed = MOST_MEMORY if most == resource.RLIM_INFINITY else min(MOST_MEMORY, most)
        resource.setrlimit(resource.RLIMIT_AS, (allowed, most))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer)
