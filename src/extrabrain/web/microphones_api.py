"""This computer's own microphones: which there are, and how loud one is, without anything being kept."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from extrabrain.core.codec import to_plain
from extrabrain.core.errors import Problem, Unsupported
from extrabrain.core.event import Noticed
from extrabrain.flows.capture import GONE
from extrabrain.sound.capture_device import Microphone, microphones
from extrabrain.web.reply import answering, reply
from extrabrain.web.shapes import LevelMessage, Microphones, ProblemMessage

TELL_EVERY = 3
"""Frames of 20 ms for each level that is told."""


class MicrophonesApi:
    def routes(self) -> list[Route | WebSocketRoute]:
        return [
            Route("/api/microphones", answering(self.microphones), methods=["GET"]),
            WebSocketRoute("/ws/microphone", self.level),
        ]

    async def microphones(self, _: Request) -> Response:
        return reply(await to_thread.run_sync(_here))

    async def level(self, socket: WebSocket) -> None:
        """`?device=NAME`, or the one that the system prefers: its level until the page closes the line."""
        await socket.accept()
        microphone = Microphone(socket.query_params.get("device") or None)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(_tell(socket, microphone))
                tasks.create_task(_until_closed(socket))
        except* (_Over, WebSocketDisconnect):
            pass
        finally:
            await to_thread.run_sync(microphone.close)


class _Over(Exception):
    """Nothing more to say."""


async def _tell(socket: WebSocket, microphone: Microphone) -> None:
    from extrabrain.sound.loudness import level_of

    try:
        await to_thread.run_sync(microphone.open)
    except Problem as problem:
        await _send(socket, "problem", ProblemMessage(problem.what, problem.next_step))
        await socket.close()
        raise _Over from problem
    frames: Iterator[bytes] = iter(microphone)
    heard = 0
    while (frame := await asyncio.to_thread(next, frames, None)) is not None:
        heard += 1
        if heard % TELL_EVERY == 0:
            await _send(socket, "level", LevelMessage(round(level_of(frame), 3)))
    if microphone.lost:
        await _send(socket, "problem", ProblemMessage(GONE.what, "Plug it in again, or choose another one."))
    await socket.close()
    raise _Over


async def _until_closed(socket: WebSocket) -> None:
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass
    raise _Over


def _here() -> Microphones:
    try:
        return Microphones(microphones(), None)
    except Unsupported as problem:
        return Microphones((), Noticed(problem.what, problem.next_step))


async def _send(socket: WebSocket, kind: str, message: Any) -> None:
    await socket.send_text(json.dumps({"type": kind, **to_plain(message)}))
