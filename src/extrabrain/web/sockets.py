"""The WebSockets that are open: counted, and hung up together when the posture changes or the app locks."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST = 16
HUNG_UP = 4401
TOO_MANY = 4429


class OpenSockets:
    """Use it from one event loop."""

    def __init__(self) -> None:
        self._ends: set[asyncio.Event] = set()

    @property
    def full(self) -> bool:
        return len(self._ends) >= MOST

    def hang_up(self) -> int:
        """Ends every socket that is open now, and says how many those were."""
        for end in self._ends:
            end.set()
        return len(self._ends)

    async def serve(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs `app` on a socket until it ends by itself or is hung up on."""
        end = asyncio.Event()
        self._ends.add(end)
        ending = asyncio.create_task(end.wait())
        over = False

        async def listener() -> Message:
            nonlocal over
            if over:
                return {"type": "websocket.disconnect", "code": HUNG_UP}
            getting = asyncio.ensure_future(receive())
            await asyncio.wait({getting, ending}, return_when=asyncio.FIRST_COMPLETED)
            if getting.done():
                return getting.result()
            getting.cancel()
            over = True
            await send({"type": "websocket.close", "code": HUNG_UP})
            return {"type": "websocket.disconnect", "code": HUNG_UP}

        async def speaker(message: Message) -> None:
            if not over:
                await send(message)

        try:
            await app(scope, listener, speaker)
        finally:
            ending.cancel()
            self._ends.discard(end)
