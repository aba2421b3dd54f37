"""The attempts that are being spoken now, each a task of the server."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakValueDictionary

from anyio import to_thread

from extrabrain.app.build import Workbench
from extrabrain.core.audio import SPEECH_RATE_HZ
from extrabrain.core.errors import NotHeard
from extrabrain.flows.capture import capture
from extrabrain.flows.practice import Attempt
from extrabrain.flows.recover import unfinished
from extrabrain.flows.speak import Before, Speaking
from extrabrain.web.shapes import Begun, Feed, Running

if TYPE_CHECKING:
    from extrabrain.sound.capture_device import Microphone

T = TypeVar("T")

FRAME_SAMPLES = 320
"""20 ms at 16 kHz, as the page sends them."""

LONGEST_END_S = 1.0
"""How long a capture that is cut may take to say that it has ended."""


class Stage:
    """Opens, finds and closes `Speaking`s; `bench` makes each, on a thread.

    What is being opened belongs to the stage, not to who asked for it: where the asking is cut off (the app
    locks, a page leaves), the microphone and the recording that come of it are still closed in order.
    """

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._open: dict[str, Speaking] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._opening: set[asyncio.Task[Any]] = set()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._fed: dict[str, Feed] = {}

    async def begin(self, begin: Callable[[], Attempt]) -> Begun:
        """A spoken attempt. This computer's microphone, where it is to listen, is opened first, so that a
        refusal leaves no empty session."""
        return await self._whole(self._begin(begin))

    async def open(self, attempt: Attempt, before: Before | None = None) -> Speaking:
        """Starts listening."""
        return await self._whole(self._opened(attempt, before))

    async def sample(self, attempt: Attempt, sample: Path) -> None:
        """Starts listening to a recording that is played in at the pace of speech."""
        self._fed[attempt.session_id] = "sample"
        self._start(_play(await self.open(attempt), sample))

    async def again(self, session_id: str) -> Speaking | None:
        """Goes on with a session that an end of the app cut off; none where it cannot go on."""
        return await self._whole(self._taken_up(session_id))

    def turn(self, session_id: str) -> asyncio.Lock:
        """Whoever goes on with a session that was cut off, to speak it or to conclude it, holds this."""
        return self._turns.setdefault(session_id, asyncio.Lock())

    def running(self) -> tuple[Running, ...]:
        """What is being spoken now, so that a page that was reloaded can go on with its own."""
        return tuple(
            Running(
                session_id=session_id,
                question_id=speaking.attempt.question.question_id if speaking.attempt.question else "",
                attempt=speaking.attempt.number,
                has_page=speaking.has_page,
                fed_by=self._fed.get(session_id, "browser"),
            )
            for session_id, speaking in self._open.items()
            if not speaking.stopped
        )

    def find(self, session_id: str) -> Speaking | None:
        return self._open.get(session_id)

    async def drop(self, session_id: str) -> None:
        """Stops listening at once, if this session still does, and waits for its end."""
        speaking = self._open.get(session_id)
        if speaking is not None:
            speaking.stop("deleted")
            while session_id in self._open:
                await asyncio.sleep(0.02)

    @property
    def busy(self) -> bool:
        """Whether anything is being spoken, or heard to its end."""
        return bool(self._open)

    def stop(self, reason: str) -> None:
        """Ends every capture; each is heard to its end and concluded."""
        for speaking in self._open.values():
            speaking.stop(reason)

    async def cut(self, reason: str) -> None:
        """Ends every capture, waits until its log says so, and leaves the rest to `recover`; what is only
        being opened as well."""
        await self._cut_open(reason)
        while self._opening:
            await asyncio.gather(*self._opening, return_exceptions=True)
            await self._cut_open(reason)

    async def _cut_open(self, reason: str) -> None:
        speaking = list(self._open.values())
        self.stop(reason)
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_END_S):
                await asyncio.gather(*(each.captured() for each in speaking))
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Stops every session and waits until each is concluded."""
        await asyncio.gather(*self._opening, return_exceptions=True)
        for speaking in list(self._open.values()):
            speaking.stop("ended")
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _begin(self, begin: Callable[[], Attempt]) -> Begun:
        microphone = await to_thread.run_sync(self._bench.speech.own_microphone)
        try:
            attempt = await to_thread.run_sync(begin)
            speaking = await self._opened(attempt, None)
        except BaseException:
            if microphone is not None:
                microphone.close()
            raise
        if microphone is not None:
            self._fed[attempt.session_id] = "computer"
            self._start(_listen(speaking, microphone))
        return Begun(attempt.session_id, attempt.number, "browser" if microphone is None else "computer")

    async def _opened(self, attempt: Attempt, before: Before | None) -> Speaking:
        speaking = await to_thread.run_sync(self._bench.speech.speaking, attempt, before)
        self._open[attempt.session_id] = speaking
        self._start(self._run(speaking))
        return speaking

    async def _taken_up(self, session_id: str) -> Speaking | None:
        async with self.turn(session_id):
            if session_id in self._open:
                return self._open[session_id]
            cut = await to_thread.run_sync(unfinished, self._bench.store, self._bench.practice, session_id)
            return await self._opened(cut[0], cut[1]) if cut else None

    async def _whole(self, work: Coroutine[Any, Any, T]) -> T:
        """To its end, also where who waits for it is cut off."""
        task = asyncio.create_task(work)
        self._opening.add(task)
        task.add_done_callback(self._opening.discard)
        return await asyncio.shield(task)

    async def _run(self, speaking: Speaking) -> None:
        whole, problem = False, None
        try:
            await speaking.run()
            whole = True
        except asyncio.CancelledError:
            whole = True  # cut: the record tells how far it came
        except NotHeard as error:
            problem = error
        finally:
            self._open.pop(speaking.attempt.session_id, None)
            self._fed.pop(speaking.attempt.session_id, None)
            if not whole:
                await speaking.fail(problem)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _listen(speaking: Speaking, microphone: "Microphone") -> None:
    try:
        await capture(speaking, microphone)
    finally:
        await to_thread.run_sync(microphone.close)


async def _play(speaking: Speaking, sample: Path) -> None:
    from extrabrain.sound.file import read_audio
    from extrabrain.sound.loudness import level_of

    speaking.claim(sample)

    pcm = await to_thread.run_sync(lambda: b"".join(chunk.pcm for chunk in read_audio(sample)))
    clock = asyncio.get_running_loop()
    began, size = clock.time(), FRAME_SAMPLES * 2
    for number, at in enumerate(range(0, len(pcm), size)):
        if speaking.stopped:
            return
        speaking.level = level_of(pcm[at : at + size])
        await speaking.feed(number, pcm[at : at + size])
        ahead = began + (number + 1) * FRAME_SAMPLES / SPEECH_RATE_HZ - clock.time()
        if ahead > 0:
            await asyncio.sleep(ahead)
    speaking.level = 0.0
    speaking.stop("ended")
