"""Locking the app and opening it again: recording first, then sockets, then the store and the key."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

from anyio import to_thread

from extrabrain.app.build import Workbench
from extrabrain.core.errors import Problem
from extrabrain.flows.awake import Awake, clock_s
from extrabrain.web.chores import Chores
from extrabrain.web.curtain import Curtain
from extrabrain.web.stage import Stage

TICK_S = 0.25


class Locking:
    """One per server; call it from the server's loop."""

    def __init__(self, bench: Workbench, stage: Stage, curtain: Curtain, chores: Chores) -> None:
        self._bench = bench
        self._stage = stage
        self._curtain = curtain
        self._chores = chores
        self._turn = asyncio.Lock()

    async def lock(self, reason: str = "locked") -> None:
        """`Conflict` where no passphrase could open it again; nothing happens when it is locked."""
        async with self._turn:
            if self._bench.vault.locked:
                return
            self._bench.need_passphrase()
            await self._end_all(reason)
            try:
                await to_thread.run_sync(self._bench.lock)
            finally:
                if not self._bench.vault.locked:  # it could not be: else the page would wait for ever
                    self._open_again()

    async def unlock(self, passphrase: str) -> None:
        """Raises what `Workbench.unlock` raises."""
        async with self._turn:
            await to_thread.run_sync(self._bench.unlock, passphrase)
            self._open_again()

    async def exchange(self, work: Callable[[], object]) -> None:
        """Runs `work` while the store is closed, and opens it again; all that is under way ends first."""
        async with self._turn:
            await self._end_all("locked")
            try:
                await to_thread.run_sync(self._bench.exchange, work)
            finally:
                self._open_again()

    def _open_again(self) -> None:
        self._curtain.open()
        self._chores.begin()

    async def _end_all(self, reason: str) -> None:
        """The stage once more in the end: a request may have begun one while the others ended."""
        self._stage.stop(reason)
        await self._chores.stop()
        await self._stage.cut(reason)
        await self._curtain.draw()
        await self._stage.cut(reason)

    async def watch(self) -> None:
        """Until cancelled: stops recording when the machine has slept, and locks when nobody is there. What
        fails is tried again: it goes on watching."""
        awake = Awake(clock_s())
        while True:
            await asyncio.sleep(TICK_S)
            with suppress(Problem):
                await self._look(awake)

    async def _look(self, awake: Awake) -> None:
        if awake.push(clock_s()):
            self._stage.stop("slept")
            await self._lock_if(self._bench.settings.lock_after_minutes > 0)
        await self._lock_if(self._is_idle())

    async def _lock_if(self, wanted: bool) -> None:
        if wanted and self._bench.vault.place == "vault" and not self._bench.vault.locked:
            await self.lock()

    def _is_idle(self) -> bool:
        minutes = self._bench.settings.lock_after_minutes
        if self._stage.busy:
            self._curtain.touched_at = time.monotonic()
        return 0 < minutes * 60 < time.monotonic() - self._curtain.touched_at
