"""The live part of the wire: microphone frames in; events, pulses and acknowledgements out.

In: binary messages of a 4-byte little-endian frame number and PCM (s16le, mono, 16 kHz), and text messages
`{"type": "stop" | "pause" | "resume"}`. Out: `{"type": "event" | "pulse" | "level" | "ack" | "problem", …}`.
"""

import asyncio
import json
import struct
from contextlib import AsyncExitStack
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from extrabrain.app.build import Workbench
from extrabrain.core.codec import to_plain
from extrabrain.core.errors import Problem
from extrabrain.core.event import SessionEnded
from extrabrain.core.feedback import Pulse
from extrabrain.flows.recover import is_cut_off
from extrabrain.flows.speak import Speaking
from extrabrain.record.events import EventLog
from extrabrain.web.stage import Stage

HEAD = struct.Struct("<I")
MAX_FRAME_BYTES = 32_000
ACK_EVERY = 5
LEVEL_EVERY_S = 0.08
TRY_AGAIN_LATER = 1013
POLICY = 1008


class Socket:
    """Serves `/ws/sessions/{session_id}?from=SEQ`: every event from that one on, then new ones."""

    def __init__(self, bench: Workbench, stage: Stage) -> None:
        self._bench = bench
        self._stage = stage

    async def serve(self, socket: WebSocket) -> None:
        await socket.accept()
        session_id = socket.path_params["session_id"]
        speaking = self._stage.find(session_id)
        if speaking is None and await asyncio.to_thread(is_cut_off, self._bench.store, session_id):
            await socket.close(TRY_AGAIN_LATER)  # the app has just started and will go on with it soon
            return
        given = socket.query_params.get("from", "0")
        from_seq = int(given) if given.isdigit() else 0
        async with AsyncExitStack() as stack:
            pulses = await stack.enter_async_context(speaking.watched()) if speaking else None
            try:
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(self._events(socket, session_id, from_seq))
                    if speaking is not None and pulses is not None:
                        tasks.create_task(_pulses(socket, pulses))
                        tasks.create_task(_levels(socket, speaking))
                    tasks.create_task(_incoming(socket, speaking))
            except* (_Over, WebSocketDisconnect):
                pass

    async def _events(self, socket: WebSocket, session_id: str, from_seq: int) -> None:
        async with EventLog(self._bench.store, session_id).subscribe(from_seq) as events:
            async for event in events:
                await _send(socket, {"type": "event", "event": to_plain(event)})
                if isinstance(event.body, SessionEnded):
                    await socket.close()
                    raise _Over


class _Over(Exception):
    """The session has ended and the page has heard so."""


async def _pulses(socket: WebSocket, pulses: "asyncio.Queue[Pulse]") -> None:
    while True:
        await _send(socket, {"type": "pulse", "pulse": to_plain(await pulses.get())})


async def _levels(socket: WebSocket, speaking: Speaking) -> None:
    """How loud a sample is now; a page knows how loud its own microphone is."""
    while speaking.level is not None:
        await _send(socket, {"type": "level", "level": round(speaking.level, 3)})
        await asyncio.sleep(LEVEL_EVERY_S)


async def _incoming(socket: WebSocket, speaking: Speaking | None) -> None:
    if speaking is not None:
        await _send(socket, {"type": "ack", "frames": speaking.frames})
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            raise _Over
        try:
            if (frame := message.get("bytes")) is not None:
                await _frame(socket, speaking, frame)
            else:
                _command(speaking, message.get("text") or "")
        except ValueError as error:
            await _send(socket, {"type": "problem", "what": str(error), "next_step": "Reload the page."})
            await socket.close(POLICY)
            raise _Over from error
        except Problem as problem:
            await _send(socket, {"type": "problem", "what": problem.what, "next_step": problem.next_step})


async def _frame(socket: WebSocket, speaking: Speaking | None, frame: bytes) -> None:
    if speaking is None:
        raise ValueError("This session takes no more sound.")
    size = len(frame) - HEAD.size
    if size <= 0 or size % 2 or size > MAX_FRAME_BYTES:
        raise ValueError("A sound frame had a wrong size.")
    (number,) = HEAD.unpack_from(frame)
    safe = await speaking.feed(number, frame[HEAD.size :])
    if safe % ACK_EVERY == 0 or number != safe - 1:
        await _send(socket, {"type": "ack", "frames": safe})


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


async def _send(socket: WebSocket, message: dict[str, Any]) -> None:
    await socket.send_text(json.dumps(message, ensure_ascii=False))
