"""Following a log: each committed event once, in order, without ever slowing the one who appends."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from extrabrain.core.event import Event
from extrabrain.record.bulletin import Bulletin

JOINT_EVENTS = 256
"""How many events wait in memory for one subscriber; past that the oldest are read back from disk."""

ReadBack = Callable[[int, int | None], Awaitable[list[Event]]]


class Subscription:
    """An async iterator over one session's events from `from_seq` on, in order of `seq`, without gaps.

    Overflow rule: the joint keeps the newest `JOINT_EVENTS`; what fell out is read from disk by `seq`.
    One task iterates. `aclose`, from that loop, ends the iteration at once.
    """

    def __init__(self, bulletin: Bulletin, session_id: str, from_seq: int, read_back: ReadBack) -> None:
        self._loop = asyncio.get_running_loop()
        self._joint: deque[Event] = deque(maxlen=JOINT_EVENTS)
        self._page: deque[Event] = deque()
        self._wake = asyncio.Event()
        self._next = from_seq
        self._read_back = read_back
        self._open = True
        self._behind = True  # what is on disk already comes first
        self._stop = bulletin.listen(session_id, self._heard)

    def _heard(self, event: Event) -> None:
        """On the writer thread: hand over and return."""
        try:
            self._loop.call_soon_threadsafe(self._take, event)
        except RuntimeError:  # the loop has been closed: nobody is left to tell
            self._stop()

    def _take(self, event: Event) -> None:
        self._joint.append(event)
        self._wake.set()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Event:
        while self._open:
            event = self._pop(self._page) or self._pop(self._joint)
            if event is not None:
                self._next += 1
                return event
            if self._behind or self._joint:
                await self._turn_page()
            else:
                self._wake.clear()
                await self._wake.wait()
        raise StopAsyncIteration

    def _pop(self, events: deque[Event]) -> Event | None:
        while events and events[0].seq < self._next:
            events.popleft()
        return events.popleft() if events and events[0].seq == self._next else None

    async def _turn_page(self) -> None:
        self._page = deque(await self._read_back(self._next, JOINT_EVENTS))
        self._behind = len(self._page) == JOINT_EVENTS
        if self._joint and not self._page and self._joint[0].seq > self._next:
            self._open = False  # what was published is gone from disk: the session has been deleted

    async def aclose(self) -> None:
        self._open = False
        self._stop()
        self._wake.set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
