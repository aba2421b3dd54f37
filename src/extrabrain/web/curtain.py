"""While the app is locked nothing of the record is behind the page: a curtain in front of the routes.

Pure ASGI. Locked, it answers 423 and closes sockets with 4423, but for the few addresses that a locked page
needs. Drawing it ends the requests and sockets that are under way.
"""

import asyncio
import json
import time
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPEN_WHEN_LOCKED = ("/api/status", "/api/lock", "/api/lock/open")
LOCKED_SOCKET = 4423
_LOCKED = json.dumps(
    {"code": 7, "data": {"locked": True}, "message": "extrabrain is locked. Give the passphrase."}
).encode()


class Curtain:
    """Hang it `over` an app. `locked()` says whether a passphrase is wanted. `touched_at` is when the record
    was last asked for, on the clock of `time.monotonic`."""

    def __init__(self, locked: Callable[[], bool]) -> None:
        self._app: ASGIApp = _nothing
        self._locked = locked
        self._drawn = False
        self._under_way: set[asyncio.Task[None]] = set()
        self._cut: set[asyncio.Task[None]] = set()
        self.touched_at = time.monotonic()

    def over(self, app: ASGIApp) -> "Curtain":
        self._app = app
        return self

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or not _is_behind(scope["path"]):
            await self._app(scope, receive, send)
        elif self._drawn or self._locked():
            if scope["type"] == "websocket":
                await receive()
            await _refuse(scope, send)
        else:
            self.touched_at = time.monotonic()
            await self._pass(scope, receive, send)

    async def draw(self) -> None:
        """Lets nothing through any more, and ends what is under way (but not the caller's own request)."""
        self._drawn = True
        own = asyncio.current_task()
        ending = [task for task in self._under_way if task is not own]
        self._cut.update(ending)
        for task in ending:
            task.cancel()
        if ending:
            await asyncio.wait(ending)

    def open(self) -> None:
        self._drawn = False
        self.touched_at = time.monotonic()

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def sender(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        async def run() -> None:
            await self._app(scope, receive, sender)

        work = asyncio.create_task(run())
        self._under_way.add(work)
        try:
            await work
        except asyncio.CancelledError:
            if work not in self._cut:
                raise
            if scope["type"] == "websocket" or not begun:
                await _refuse(scope, send)
        finally:
            self._under_way.discard(work)
            self._cut.discard(work)


async def _nothing(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise RuntimeError("the curtain hangs over nothing")


def _is_behind(path: str) -> bool:
    return path.startswith(("/api/", "/ws/")) and path not in OPEN_WHEN_LOCKED


async def _refuse(scope: Scope, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": LOCKED_SOCKET})
        return
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(_LOCKED)).encode()),
    ]
    await send({"type": "http.response.start", "status": 423, "headers": headers})
    await send({"type": "http.response.body", "body": _LOCKED})
