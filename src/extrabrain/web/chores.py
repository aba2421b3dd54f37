"""What the app does by itself: fetch models, conclude what was cut off, delete what is past its time."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

from anyio import to_thread

from extrabrain.app.build import Workbench
from extrabrain.core.clock import utc_now
from extrabrain.core.errors import NotFound, Problem
from extrabrain.flows.practice import Attempt
from extrabrain.flows.recover import cut_off, recover
from extrabrain.flows.retention import Rules, expire
from extrabrain.web.stage import Stage
from extrabrain.web.status import Status

DAY_S = 24 * 3600
PAGE_COMES_BACK_S = 8.0
"""A page that lost its line tries again every 5 s at least (`web/src/speak/line.ts`)."""

LOOK_S = 0.2


class Chores:
    """`begin` when the record can be opened, `stop` before it is closed."""

    def __init__(
        self, bench: Workbench, stage: Stage, status: Status, *, page_comes_back_s: float = PAGE_COMES_BACK_S
    ) -> None:
        self._bench = bench
        self._stage = stage
        self._status = status
        self._page_comes_back_s = page_comes_back_s
        self._tasks: list[asyncio.Task[None]] = []

    def begin(self) -> None:
        """Does nothing while the app is locked."""
        if not self._tasks and not self._bench.vault.locked:
            self._tasks = [
                asyncio.create_task(self._recover(utc_now())),
                asyncio.create_task(self._keep_rules()),
            ]

    async def stop(self) -> None:
        """Where it is, and waits until it has stopped; what was left is done after the next `begin`."""
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _recover(self, started_at: str) -> None:
        """What a crash or a lock cut off."""
        try:
            left = await to_thread.run_sync(cut_off, self._bench.store, started_at)
            await to_thread.run_sync(self._status.pull_starter)
            # Looked at from time to time: a thread that waits would outlive a stop.
            while self._status.pulls.busy():
                await asyncio.sleep(LOOK_S)
            if not left or self._bench.speech.missing_models():
                return
        except Problem as problem:
            self._status.problem = problem
            return
        await asyncio.sleep(self._page_comes_back_s)
        for attempt in left:
            try:
                await self._conclude(attempt)
            except Problem as problem:  # of this one; the next may be whole
                self._status.problem = problem

    async def _conclude(self, attempt: Attempt) -> None:
        """Unless its page has come back to go on with it, or it was deleted meanwhile."""
        async with self._stage.turn(attempt.session_id):
            if self._stage.find(attempt.session_id) is None:
                with suppress(NotFound):
                    await recover(
                        attempt, self._bench.store, self._bench.practice, self._bench.speech.speaking
                    )

    async def _keep_rules(self) -> None:
        while True:
            try:
                await to_thread.run_sync(self._expire)
            except Problem as problem:
                self._status.problem = problem
            await asyncio.sleep(DAY_S)

    def _expire(self) -> None:
        rules = Rules(self._bench.settings.keep_recordings_days, self._bench.settings.keep_sessions_days)
        expire(self._bench.store, self._bench.places.spool, rules, datetime.now(UTC))
