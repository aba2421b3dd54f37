"""One file over the network: resumed where it broke off, hashed as it comes, put in its place in one step."""

import hashlib
import re
import time
from collections.abc import Callable
from pathlib import Path

from extrabrain.core.errors import Problem
from extrabrain.guard.door import Door, Reply
from extrabrain.guard.failures import Answered, Unreachable
from extrabrain.weights.disk import settle
from extrabrain.weights.progress import Meter

TRIES_AT_FIRST = 2
"""Before the first byte: the next source may be quicker than a long wait."""
TRIES_WITHOUT_GAIN = 5

_LATER = {408, 425, 429, 500, 502, 503, 504}
_CONTENT_RANGE = re.compile(r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)")


class WrongFile(Problem):
    """The bytes are not those that were promised."""


class Fetcher:
    """Fetches through a door. `pause` waits that many seconds between tries."""

    def __init__(self, door: Door, pause: Callable[[float], None] = time.sleep) -> None:
        self._door = door
        self._pause = pause

    def fetch(self, url: str, into: Path, sha256: str | None, limit_bytes: int, meter: Meter) -> None:
        """Leaves the whole file at `into`; before, it grows as `into` + `.part`, where a later call goes on.

        `WrongFile` where it is not that of `sha256` or longer than `limit_bytes` (it is thrown away);
        `Answered` where the other side refuses; `Unreachable` where it cannot be reached after some tries.
        """
        into.parent.mkdir(parents=True, exist_ok=True)
        growing = _Growing(into.with_name(f"{into.name}.part"), limit_bytes, meter)
        failed = 0
        while not growing.whole:
            before = growing.have
            try:
                self._go_on(url, growing)
            except (Unreachable, _Later):
                failed = 1 if growing.have > before else failed + 1
                if failed >= (TRIES_WITHOUT_GAIN if growing.have else TRIES_AT_FIRST):
                    raise
                self._pause(0.25 * 2**failed)
        if sha256 is not None and growing.sha256 != sha256:
            growing.restart()
            raise WrongFile(
                f"What {url} sent is not the file it should be (its SHA-256 is wrong); it was thrown away.",
                next_step="Try again. If it stays so, please report it: the file there was changed.",
            )
        settle(growing.path, into)

    def _go_on(self, url: str, growing: "_Growing") -> None:
        headers = {"Range": f"bytes={growing.have}-"} if growing.have else {}
        with self._door.stream(url, "weights", headers=headers) as reply:
            if reply.status == 416:
                # Nothing after what we have: it is whole, or it is another file.
                if _range_of(reply) != (None, growing.have):
                    growing.restart()
                    return
            elif reply.status in (200, 206):
                if reply.status == 200 or _range_of(reply)[0] != growing.have:
                    growing.restart()
                if reply.status == 206 and not growing.have and _range_of(reply)[0] != 0:
                    return
                growing.take(url, reply)
            else:
                raise _answered(url, reply.status)
        growing.whole = True


class _Growing:
    """The file while it grows: its bytes, their hash, and what the meter was told of it."""

    def __init__(self, path: Path, limit_bytes: int, meter: Meter) -> None:
        self.path = path
        self.whole = False
        self._limit_bytes = limit_bytes
        self._meter = meter
        self._digest = hashlib.sha256()
        self.have = 0
        if path.exists():
            with path.open("rb") as file:
                while chunk := file.read(1 << 20):
                    self._digest.update(chunk)
                    self.have += len(chunk)
            meter.add(self.have, fresh=False)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def take(self, url: str, reply: Reply) -> None:
        with self.path.open("ab") as file:
            for chunk in reply.chunks:
                if self.have + len(chunk) > self._limit_bytes:
                    break
                file.write(chunk)
                self._digest.update(chunk)
                self.have += len(chunk)
                self._meter.add(len(chunk))
            else:
                return
        self.restart()
        raise WrongFile(f"What {url} sends is longer than the file it should be; it was thrown away.")

    def restart(self) -> None:
        if not self.have:
            return
        self.path.unlink()
        self._meter.add(-self.have, fresh=False)
        self.have = 0
        self._digest = hashlib.sha256()


class _Later(Answered):
    """An answer that may be a better one in a while."""


def _range_of(reply: Reply) -> tuple[int | None, int | None]:
    """First byte and whole length as the answer gives them."""
    given = _CONTENT_RANGE.fullmatch(reply.headers.get("content-range", ""))
    if given is None:
        return None, None
    return (
        int(given[1]) if given[1] is not None else None,
        int(given[2]) if given[2] != "*" else None,
    )


def _answered(url: str, status: int) -> Answered:
    if status in _LATER:
        return _Later(f"{url} answered {status}.", status=status, next_step="Try again later.")
    what = {
        401: "asks for a login",
        403: "may not be fetched from here (403)",
        404: "is not there (404)",
        410: "is not there any more (410)",
    }.get(status, f"answered {status}")
    return Answered(f"{url} {what}.", status=status, next_step="Another network or mirror may have it.")
