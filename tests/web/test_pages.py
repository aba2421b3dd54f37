"""Pages on one session: two at once, one that comes back after the app was killed, one that slept."""

import asyncio
import json
import signal
import struct
from pathlib import Path
from typing import Any

import pytest
import websockets
from app_process import App, running
from test_server import FRAME_BYTES, kinds, pcm
from websockets.asyncio.client import ClientConnection

pytestmark = pytest.mark.weights


class Page:
    """A page's line to a session, as `web/src/speak/line.ts` is: it greets, sends, keeps what is not safe."""

    def __init__(self, app: App, session_id: str, sound: bytes = b"") -> None:
        self.app = app
        self.session_id = session_id
        self.frames = [sound[at : at + FRAME_BYTES] for at in range(0, len(sound), FRAME_BYTES)]
        self.safe = 0
        self.events: list[Any] = []
        self.problems: list[Any] = []
        self._line: ClientConnection | None = None

    async def open(self) -> int:
        """How many frames the app says are on disk; none of a later session's start is sent before."""
        address = f"{self.app.socket}/ws/sessions/{self.session_id}?from={len(self.events)}"
        self._line = await websockets.connect(address, additional_headers=self.app.headers)
        while (await self.hear())["type"] != "ack":
            pass
        return self.safe

    @property
    def line(self) -> ClientConnection:
        assert self._line is not None
        return self._line

    async def hear(self) -> Any:
        told = json.loads(await self.line.recv())
        if told["type"] == "ack":
            self.safe = told["frames"]
        if told["type"] == "event":
            self.events.append(told["event"])
        if told["type"] == "problem":
            self.problems.append(told)
        return told

    async def send(self, first: int, last: int) -> None:
        for number in range(first, last):
            await self.line.send(struct.pack("<I", number) + self.frames[number])

    async def until_safe(self, frames: int) -> None:
        while self.safe < frames:
            await self.hear()

    async def say(self, word: str) -> None:
        await self.line.send(json.dumps({"type": word}))

    async def to_the_end(self) -> list[str]:
        try:
            while True:
                await self.hear()
        except websockets.ConnectionClosed:
            return kinds(self.events)

    async def finish(self) -> list[str]:
        """Comes back, sends what is not safe, stops; again where the app still waits for the old line."""
        while True:
            safe = await self.open()
            try:
                await self.send(safe, len(self.frames))
                await self.say("stop")
            except websockets.ConnectionClosed:
                pass
            told = await self.to_the_end()
            if self.line.close_code != 1013:
                return told
            await asyncio.sleep(0.25)


def begin(app: App) -> str:
    return app.post("/api/practice", {"question_id": "rlhf-limits"})["data"]["session_id"]


def recorded(app: App, session_id: str) -> bytes:
    return app.get(f"/api/sessions/{session_id}/audio").content[44:]


async def test_a_second_page_watches_and_is_not_heard(tmp_path: Path, models_dir: Path) -> None:
    sound = pcm(8)
    with running(tmp_path / "home", models_dir) as app:
        session_id = begin(app)
        first, second = Page(app, session_id, sound), Page(app, session_id, bytes(len(sound)))
        async with asyncio.timeout(90):
            assert await first.open() == 0
            half = len(first.frames) // 2
            await first.send(0, half)
            await first.until_safe(half - half % 5)
            await second.open()
            await second.send(0, 1)
            with pytest.raises(websockets.ConnectionClosed) as closed:
                while True:
                    await second.hear()
            assert closed.value.rcvd is not None and closed.value.rcvd.code == 1013
            await second.open()
            await first.send(half, len(first.frames))
            await first.until_safe(len(first.frames) - len(first.frames) % 5)
            await first.say("stop")
            both = await asyncio.gather(first.to_the_end(), second.to_the_end())
        assert both[0] == both[1] and both[0][-2:] == ["feedback", "session-ended"]
        assert recorded(app, session_id) == sound, "not doubled, and none of the other page's silence"
        assert second.problems == []


async def test_when_the_speaking_page_is_gone_another_may_speak(tmp_path: Path, models_dir: Path) -> None:
    sound = pcm(8)
    with running(tmp_path / "home", models_dir) as app:
        session_id = begin(app)
        first, second = Page(app, session_id, sound), Page(app, session_id, sound)
        async with asyncio.timeout(90):
            await first.open()
            await first.send(0, 100)
            await first.until_safe(100)
            await first.line.close()
            assert (await second.finish())[-2:] == ["feedback", "session-ended"]
        assert recorded(app, session_id) == sound


@pytest.mark.parametrize("paused", [False, True])
async def test_a_page_goes_on_after_the_app_was_killed(
    tmp_path: Path, models_dir: Path, paused: bool
) -> None:
    """On the same port, with the same cookie: nothing that was said is lost or doubled."""
    sound = pcm(12)
    half = 300
    with running(tmp_path / "home", models_dir) as first:
        session_id = begin(first)
        page = Page(first, session_id, sound)
        async with asyncio.timeout(60):
            await page.open()
            await page.send(0, half)
            await page.until_safe(half)
            if paused:
                await page.say("pause")
                await page.say("resume")
                await page.send(half, half + 5)
                await page.until_safe(half + 5)
        first.process.kill()
        first.process.wait()
    with running(tmp_path / "home", models_dir) as second:
        assert second.base == first.base, "the app came back to its address"
        page.app = first  # the page has only the cookie that it had
        async with asyncio.timeout(90):
            safe = await page.open()
            assert safe == (half + 5 if paused else half)
            await page.send(safe, len(page.frames))
            await page.say("stop")
            told = await page.to_the_end()
        assert told[-2:] == ["feedback", "session-ended"]
        assert [event["seq"] for event in page.events] == list(range(len(page.events)))
        assert told.count("session-started") == told.count("capture-ended") == 1
        got = recorded(second, session_id)
        gap = len(got) - len(sound)
        assert got[: half * FRAME_BYTES] == sound[: half * FRAME_BYTES]
        assert got[half * FRAME_BYTES + gap :] == sound[half * FRAME_BYTES :]
        assert (gap > 0) is paused, "a pause leaves silence, a kill leaves none"
        words = page.events[-2]["body"]["feedback"]["text"]
        assert "human feedback" in words
        assert len(second.data("/api/sessions")) == 1


async def test_a_machine_that_slept_loses_nothing(tmp_path: Path, models_dir: Path) -> None:
    """The app stands still while sound goes on arriving, the line breaks, and the page comes back."""
    sound = pcm(8)
    with running(tmp_path / "home", models_dir) as app:
        session_id = begin(app)
        page = Page(app, session_id, sound)
        async with asyncio.timeout(90):
            await page.open()
            await page.send(0, 100)
            await page.until_safe(100)
            app.process.send_signal(signal.SIGSTOP)
            await page.send(100, 160)
            page.line.transport.abort()
            await asyncio.sleep(2)
            app.process.send_signal(signal.SIGCONT)
            assert (await page.finish())[-2:] == ["feedback", "session-ended"]
        assert recorded(app, session_id) == sound
