"""The live part of the wire: microphone frames in; events, pulses and acknowledgements out.

In: binary messages of a 4-byte little-endian frame number and PCM (s16le, mono, 16 kHz), and text messages
`{"type": "stop" | "pause" | "resume"}`. Out: the messages of `web.shapes`.
"""

import asyncio
import json
import struct
from contextlib import AsyncExitStack
from typing import Any

from anyio import to_thread
from starlette.websockets import WebSocket, WebSocketDisconnect

from extrabrain.app.build import Workbench
from extrabrain.core.codec import to_plain
from extrabrain.core.errors import Problem
from extrabrain.core.event import SessionEnded
from extrabrain.core.feedback import Pulse
from extrabrain.flows.recover import unfinished
from extrabrain.flows.speak import Speaking
from extrabrain.record.events import EventLog
from extrabrain.web.shapes import AckMessage, EventMessage, LevelMessage, ProblemMessage, PulseMessage
from extrabrain.web.stage import Stage

HEAD = struct.Struct("<I")
MAX_FRAME_BYTES = 32_000
ACK_EVERY = 5
LEVEL_EVERY_S = 0.06
TRY_AGAIN_LATER = 1013
"""Said to a page that sends sound while another one does. It keeps what it has; where the other line is dead
it is heard as soon as that is known."""
POLICY = 1008


class Socket:
    """Serves `/ws/sessions/{session_id}?from=SEQ`: every event from that one on, then new ones."""

    def __init__(self, bench: Workbench, stage: Stage) -> None:
        self._bench = bench
        self._stage = stage

    async def serve(self, socket: WebSocket) -> None:
        await socket.accept()
        given = socket.query_params.get("from", "0")
        page = _Page(socket, self._bench, self._stage)
        await page.serve(int(given) if given.isdigit() else 0)


class _Over(Exception):
    """The session has ended and the page has heard so."""


class _Page:
    """One page on one session. Any number may watch; the sound is taken from the first that sends some."""

    def __init__(self, socket: WebSocket, bench: Workbench, stage: Stage) -> None:
        self._socket = socket
        self._bench = bench
        self._stage = stage
        self._session_id: str = socket.path_params["session_id"]
        self._speaking = stage.find(self._session_id)
        self._tasks: asyncio.TaskGroup
        self._watching = AsyncExitStack()

    async def serve(self, from_seq: int) -> None:
        async with self._watching:
            try:
                async with asyncio.TaskGroup() as tasks:
                    self._tasks = tasks
                    tasks.create_task(self._events(from_seq))
                    if self._speaking is not None:
                        await self._watch(self._speaking)
                    tasks.create_task(self._incoming())
            except* (_Over, WebSocketDisconnect):
                pass
            finally:
                if self._speaking is not None:
                    self._speaking.let_go(self)

    async def _watch(self, speaking: Speaking) -> None:
        pulses = await self._watching.enter_async_context(speaking.watched())
        self._tasks.create_task(self._pulses(pulses))
        self._tasks.create_task(self._levels(speaking))

    async def _events(self, from_seq: int) -> None:
        async with EventLog(self._bench.store, self._session_id).subscribe(from_seq) as events:
            async for event in events:
                await self._send("event", EventMessage(event))
                if isinstance(event.body, SessionEnded):
                    await self._socket.close()
                    raise _Over

    async def _pulses(self, pulses: "asyncio.Queue[Pulse]") -> None:
        while True:
            await self._send("pulse", PulseMessage(await pulses.get()))

    async def _levels(self, speaking: Speaking) -> None:
        """Of sound that the app itself takes in; a page knows its own."""
        told = 0.0
        while True:
            if speaking.level != told:
                told = speaking.level
                await self._send("level", LevelMessage(round(told, 3)))
            await asyncio.sleep(LEVEL_EVERY_S)

    async def _incoming(self) -> None:
        frames = await self._safe_frames()
        if frames is not None:
            await self._send("ack", AckMessage(frames))
        while True:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                raise _Over
            try:
                if (frame := message.get("bytes")) is not None:
                    await self._frame(frame)
                else:
                    _command(await self._going_on(), message.get("text") or "")
            except ValueError as error:
                await self._send("problem", ProblemMessage(str(error), "Reload the page."))
                await self._socket.close(POLICY)
                raise _Over from error
            except Problem as problem:
                await self._send("problem", ProblemMessage(problem.what, problem.next_step))

    async def _safe_frames(self) -> int | None:
        """How many frames are on disk, where this session still takes sound: it is being spoken, or an end of
        the app cut it off and the page may go on with it."""
        if self._speaking is not None:
            return self._speaking.frames
        try:
            cut = await to_thread.run_sync(
                unfinished, self._bench.store, self._bench.practice, self._session_id
            )
        except Problem:
            return None
        return cut[2] if cut else None

    async def _going_on(self) -> Speaking | None:
        """The session, taken up again where an end of the app cut it off."""
        if self._speaking is None:
            self._speaking = await self._stage.again(self._session_id)
            if self._speaking is not None:
                await self._watch(self._speaking)
        return self._speaking

    async def _frame(self, frame: bytes) -> None:
        speaking = await self._going_on()
        if speaking is None:
            raise ValueError("This session takes no more sound.")
        size = len(frame) - HEAD.size
        if size <= 0 or size % 2 or size > MAX_FRAME_BYTES:
            raise ValueError("A sound frame had a wrong size.")
        (number,) = HEAD.unpack_from(frame)
        if not speaking.claim(self):
            await self._socket.close(TRY_AGAIN_LATER)
            raise _Over
        safe = await speaking.feed(number, frame[HEAD.size :])
        if safe % ACK_EVERY == 0 or number != safe - 1:
            await self._send("ack", AckMessage(safe))

    async def _send(self, kind: str, message: Any) -> None:
        plain = {"type": kind, **to_plain(message)}
        await self._socket.send_text(json.dumps(plain, ensure_ascii=False))


def _command(speaking: Speaking | None, text: str) -> None:
    try:
        command: Any = json.loads(text)
        kind = command["type"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError("A message could not be understood.") from error
    if speaking is None:
        return
    match kind:
        case "stop":
            speaking.stop()
        case "pause":
            speaking.pause()
        case "resume":
            speaking.resume()
        case _:
            raise ValueError("A message could not be understood.")
