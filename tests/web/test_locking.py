"""A lock that does not succeed leaves the app as it was, and is tried again."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from extrabrain.core.errors import Conflict
from extrabrain.web.curtain import Curtain
from extrabrain.web.locking import Locking

PATIENCE_S = 20


class Stage:
    busy = False

    def stop(self, reason: str) -> None:
        return None

    async def cut(self, reason: str) -> None:
        return None


class Chores:
    begun = 1

    def begin(self) -> None:
        self.begun += 1

    async def stop(self) -> None:
        self.begun -= 1


class Bench:
    """Idle for longer than it may be; its passphrase is taken away in the middle of the lock, at first."""

    def __init__(self, refusals: int) -> None:
        self.vault = SimpleNamespace(locked=False, place="vault")
        self.settings = SimpleNamespace(lock_after_minutes=1)
        self.refusals = refusals

    def need_passphrase(self) -> None:
        return None

    def lock(self) -> None:
        if self.refusals:
            self.refusals -= 1
            raise Conflict("There is no passphrase to lock with.")
        self.vault.locked = True


def locking_of(bench: Bench) -> tuple[Any, Curtain, Chores]:
    made: Any = bench
    stage: Any = Stage()
    chores: Any = Chores()
    curtain = Curtain(lambda: bench.vault.locked)
    return Locking(made, stage, curtain, chores), curtain, chores


async def is_open(curtain: Curtain) -> bool:
    """Whether a request gets through to the app behind it."""
    through: list[object] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        through.append(scope)

    async def send(message: Any) -> None:
        return None

    behind: Any = curtain.over(app)
    await behind({"type": "http", "path": "/api/today"}, None, send)
    return bool(through)


async def test_where_the_lock_fails_the_app_stays_open() -> None:
    locking, curtain, chores = locking_of(Bench(refusals=1))
    with pytest.raises(Conflict):
        await locking.lock()
    assert await is_open(curtain) and chores.begun == 1
    await locking.lock()
    assert not await is_open(curtain)


async def test_the_watch_goes_on_after_a_lock_that_failed() -> None:
    bench = Bench(refusals=1)
    locking, curtain, _ = locking_of(bench)
    curtain.touched_at -= 3_600
    watching = asyncio.create_task(locking.watch())
    async with asyncio.timeout(PATIENCE_S):
        while not bench.vault.locked:
            assert not watching.done()
            curtain.touched_at -= 3_600  # the one that failed has set it anew
            await asyncio.sleep(0.01)
    watching.cancel()
