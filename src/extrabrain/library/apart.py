"""Readers of difficult formats in a process of their own: what breaks or hangs there breaks nothing here.

The process is started when it is first needed and lives as long as its owner. It gets a file as its name and
bytes and answers with one line of JSON. It may use so much memory and no more (where the system can say so),
and is ended when a file takes too long.
"""

import json
import subprocess
import sys
import threading
from base64 import b64decode, b64encode
from typing import Any, BinaryIO, cast

from extrabrain.core.codec import from_plain, to_plain
from extrabrain.core.errors import Problem, Unsupported
from extrabrain.library.readers.pdf import picture_of
from extrabrain.library.readers.table import read
from extrabrain.library.reading import NoDocument, Reading

LONGEST_S = 120
MOST_MEMORY = 2_000_000_000

_PROBLEMS = {"none": NoDocument, "unsupported": Unsupported, "problem": Problem}


class Apart:
    """Reads one file after the other; not thread-safe. `close` it when done."""

    def __init__(self, *, longest_s: float = LONGEST_S) -> None:
        self._longest_s = longest_s
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, data: bytes, name: str) -> list[Reading]:
        """What `table.read` gives and raises; `Problem` too where the file takes too long or too much."""
        answer = self._answered({"name": name}, data, name)
        return [from_plain(Reading, plain) for plain in answer["readings"]]

    def picture_of(self, data: bytes, name: str, page: int) -> bytes:
        """A page of a PDF that is a picture, as PNG. `Problem` where it cannot be taken out."""
        return b64decode(self._answered({"name": name, "page": page}, data, name)["picture"])

    def _answered(self, asked: dict[str, Any], data: bytes, name: str) -> dict[str, Any]:
        process, late = self._running(), threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        slow = threading.Timer(self._longest_s, stop)
        slow.start()
        try:
            answer = _asked(process, asked | {"size": len(data)}, data)
        finally:
            slow.cancel()
        if answer is None:
            self.close()
            why = f"takes longer than {self._longest_s:.0f} seconds" if late.is_set() else "breaks its reader"
            raise Problem(
                f"{name} {why}; it may be damaged.",
                next_step="Open it in its program and save it as PDF or text.",
            )
        if "what" in answer:
            raise _PROBLEMS[answer["problem"]](answer["what"], next_step=answer["next_step"])
        return answer

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-m", "extrabrain.library.apart"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process


def _asked(process: "subprocess.Popen[bytes]", asked: dict[str, Any], data: bytes) -> dict[str, Any] | None:
    """The answer; none where the process ended over it."""
    if process.stdin is None or process.stdout is None:
        return None
    try:
        process.stdin.write(json.dumps(asked).encode() + b"\n")
        process.stdin.write(data)
        process.stdin.flush()
        line = process.stdout.readline()
    except OSError:
        line = b""
    return cast("dict[str, Any]", json.loads(line)) if line.endswith(b"\n") else None


def main(source: BinaryIO, out: BinaryIO) -> None:
    """Answers file after file until the input ends."""
    _limit_memory()
    while line := source.readline():
        asked = json.loads(line)
        data = source.read(asked["size"])
        try:
            answer: dict[str, Any] = (
                {"picture": b64encode(picture_of(data, asked["page"])).decode()}
                if "page" in asked
                else {"readings": to_plain(read(data, asked["name"]))}
            )
        except Problem as problem:
            answer = {"what": problem.what, "next_step": problem.next_step, "problem": _kind(problem)}
        out.write(json.dumps(answer).encode() + b"\n")
        out.flush()


def _kind(problem: Problem) -> str:
    for name, kind in _PROBLEMS.items():
        if type(problem) is kind:
            return name
    return "problem"


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        allowed = MOST_MEMORY if most == resource.RLIM_INFINITY else min(MOST_MEMORY, most)
        if sys.platform == "linux":  # macOS refuses a limit on address space
            resource.setrlimit(resource.RLIMIT_AS, (allowed, most))


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
